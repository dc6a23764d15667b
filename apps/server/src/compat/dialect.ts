import type { ErrorCode, Problem } from '@marquee/api/errors';
import type { JsonSchema } from '../http/openapi/json-schema.ts';
import type { LimitState } from '../kernel/invoker.ts';
import type { z } from 'zod';
import type { LimitPolicy } from '../kernel/limits/limits.ts';
import type { Shape } from './shape.ts';

/** How text of one field is changed on its way in: between letter cases, or from a day to the instant it starts or ends at. */
export type Conversion = 'upper' | 'lower' | 'day_start' | 'day_end';

/** How a document pages a list. Ours is by cursor; see `paging.ts` for how the two meet. */
export type Paging =
  | {
      readonly kind: 'page';
      readonly page: string;
      readonly perPage: string;
      readonly perPageDefault: number;
      readonly perPageMax: number;
    }
  /** The document shows one list without pages: everything, to the cap. */
  | { readonly kind: 'all' }
  /** The newest few. */
  | { readonly kind: 'limit'; readonly limit: string; readonly limitDefault: number; readonly limitMax: number };

/** How the items of a page become a document's list. */
export interface ListShape {
  /** The document's name for `items`; absent when the list is the envelope's data itself. */
  readonly key?: string;
  readonly item?: Shape;
  readonly paging: Paging;
  /** Which of these stand beside the list, by the document's names. */
  readonly totals: readonly ('total' | 'page' | 'per_page' | 'pages')[];
}

/** Where a document answers at once and we start a job: wait for the job's record to end, then answer with it. */
export interface Settle {
  readonly waitMs: number;
  /** The operation that tells how the record is. */
  readonly operation: string;
  /** Its input, by field: fields of the first answer. */
  readonly input: Readonly<Record<string, string>>;
  readonly field: string;
  /** What is answered for each value of `field` that is an end. */
  readonly ended: Readonly<Record<string, { readonly status: number; readonly message: string }>>;
  /** What is answered while it goes on. */
  readonly pending: { readonly status: number; readonly message: string };
}

/** What a function makes of an answer. */
export interface Tale {
  readonly data: unknown;
  /** What stands beside the data about how it was come by. */
  readonly metadata?: unknown;
  readonly message: string;
}

/** An answer that data cannot say: a function, and the schema of what it makes. */
export interface Telling {
  readonly tell: (answer: unknown, about: { readonly elapsedMs: number }) => Tale;
  readonly schema: { readonly data: JsonSchema; readonly metadata?: JsonSchema };
}

/** Ties a function to the operation whose answers it tells. */
export function tellingOf<Output extends z.ZodType>(
  _operation: { readonly output: Output },
  tell: (answer: z.output<Output>, about: { readonly elapsedMs: number }) => Tale,
  schema: Telling['schema'],
): Telling {
  // What is told has been through the encoder of the operation's output.
  return { tell: (answer, about) => tell(answer as z.output<Output>, about), schema };
}

/** How one route of a document is served by one operation: data, applied to values and to the JSON schema alike. */
export interface Entry<Name extends string = string> {
  readonly operation: Name;
  /** The document's name of an input field (path, query or body) to ours, where they differ. */
  readonly params?: Readonly<Record<string, string>>;
  /** Conversions of our input fields. */
  readonly convert?: Readonly<Record<string, Conversion>>;
  /** Fields of our input that the document does not send. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly list?: ListShape;
  readonly shape?: Shape;
  /** Instead of a shape. */
  readonly telling?: Telling;
  /** The document's status, where it differs from the operation's. */
  readonly status?: number;
  readonly message?: string;
  /** Answer nothing but the envelope. */
  readonly isEmpty?: boolean;
  /** Answer without the document's envelope. */
  readonly isBare?: boolean;
  readonly settle?: Settle;
  /** Instead of the document's own limits. */
  readonly limits?: readonly LimitPolicy[];
}

/** What a document puts around its answers. */
export interface Envelope {
  readonly constants: Readonly<Record<string, unknown>>;
  /** Where the answer goes; null when its fields stand in the envelope itself. */
  readonly data: string | null;
  readonly message: string | null;
  /** Where what a telling says about its data goes. */
  readonly metadata?: string;
  readonly timestamp: string | null;
  /** Where a list's totals go, with their names; null puts them beside the list. */
  readonly pagination: { readonly key: string; readonly names: Readonly<Record<string, string>> } | null;
}

/** What a document's failure is made from. */
export interface Failure {
  readonly problem: Problem;
  /** The problem's fields under the document's names. */
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  readonly at: string;
  readonly retryAfterSeconds: number | null;
}

/** One document: its routes and what its answers have in common. */
export interface Dialect<Entries extends Readonly<Record<string, Entry>> = Readonly<Record<string, Entry>>> {
  readonly document: string;
  readonly title: string;
  /** What the document's base URL has before its routes, such as `/v1`; routes outside it are entries of `rootEntries`. */
  readonly base: string;
  readonly entries: Entries;
  readonly envelope: Envelope;
  readonly problem: {
    readonly body: (failure: Failure) => Readonly<Record<string, unknown>>;
    readonly schema: JsonSchema;
    /** Statuses that the document gives to a code instead of ours. */
    readonly statuses?: Partial<Readonly<Record<ErrorCode, number>>>;
  };
  readonly limitHeaders: (limit: LimitState, now: Date) => Readonly<Record<string, string>>;
  /** The document's limits, without and with an Authorization header. */
  readonly limits: { readonly anonymous: readonly LimitPolicy[]; readonly authenticated: readonly LimitPolicy[] };
}

/** Every documented route of a contract with the operation that serves it, as `name|document METHOD /path`. */
type Served<C, Prefix extends string = ''> = {
  [Name in keyof C & string]: C[Name] extends { readonly rest: string; readonly documented?: infer Routes }
    ? `${Prefix}${Name}|${ListedIn<Routes>}`
    : Served<C[Name], `${Prefix}${Name}.`>;
}[keyof C & string];

type ListedIn<Routes> = Routes extends readonly (infer Route extends string)[] ? Route : never;

/** The reference pages: every dialect serves its own, see `compat-reference.ts`. */
type Reference = `system.${'openapi' | 'docs' | 'redoc'}|${string}`;

/**
 * One entry for each route of a document that some operation of the contract names in `documented`: a missing route, a route
 * nobody declared or a wrong operation does not compile.
 */
export type EntriesOf<C, Document extends string> = {
  readonly [S in Exclude<Served<C>, Reference> as RouteIn<S, Document>]: Entry<NameIn<S>>;
};

type RouteIn<S, Document extends string> = S extends `${string}|${Document} ${infer Route}` ? Route : never;
type NameIn<S> = S extends `${infer Name}|${string}` ? Name : never;
