import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';
import type { z } from 'zod';
import type { ErrorCode, Problem, RefusalExtras } from './errors.ts';
import type { Role, Scope } from './scopes.ts';

/** `read` and `write` open a transaction around the service; `none` is for sign-in, streams and vendor calls. */
export type TransactionKind = 'read' | 'write' | 'none';

/** Who may call: anyone, any signed-in caller, whoever proves a provider's signature, or holders of a scope. */
export type Access = 'public' | 'signed_in' | `signature:${string}` | Scope;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `METHOD /path/{parameter}`, under `/api/v1`. */
export type RestRoute = `${Method} /${string}`;

/** A route of one of the five documents: `<document> METHOD /path`. */
export type DocumentedRoute = `${string} ${Method | 'WS'} /${string}`;

interface Declaration<Code extends ErrorCode> {
  readonly rest: RestRoute;
  /** Further absolute paths on the same method, outside `/api/v1`, such as `/health`. */
  readonly aliases?: readonly `/${string}`[];
  readonly summary: string;
  readonly description?: string;
  /** The input of one call, for the reference and the SDK's examples, where the fields' own examples do not make a good one. */
  readonly example?: Readonly<Record<string, unknown>>;
  readonly scope: Access;
  /** The least role of a signed-in member, where a scope alone is not enough. API keys count as their maker's role. */
  readonly role?: Role;
  /** The rate limit policy that calls count against; see the server's limits. */
  readonly limit: LimitName;
  /** Every refusal besides the ones any call can meet (input, sign-in, scope, limits, defects). */
  readonly errors?: readonly Code[];
  /** The documents' own routes served by this operation: `<document> METHOD /path`, as in operations.json. */
  readonly documented?: readonly DocumentedRoute[];
  readonly since?: string;
  readonly deprecated?: string;
}

/** Named rate limits: see `policies` in the server's kernel. */
export type LimitName = 'default' | 'sign_in' | 'register' | 'upload' | 'dashboard' | 'series' | 'csv' | 'unmetered';

/** Headers that an answer may carry besides those of every answer. */
export type AnswerHeader = 'etag' | 'x-cache';

/** One operation with a JSON answer: what it takes, what it answers, how it may refuse, and where REST finds it. */
export interface Operation<
  Kind extends 'query' | 'mutation' = 'query' | 'mutation',
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Code extends ErrorCode = ErrorCode,
  Tx extends TransactionKind = TransactionKind,
> extends Declaration<Code> {
  readonly kind: Kind;
  readonly tx: Tx;
  readonly status?: 200 | 201 | 202 | 204;
  /** With 201: the REST path of what was made, `{field}` filled from the answer. */
  readonly location?: `/${string}`;
  /** Form-urlencoded bodies are taken as well as JSON. */
  readonly form?: boolean;
  /** The largest body, in bytes, where it is not the server's own limit (1 MiB unless configured). */
  readonly bodyBytesMax?: number;
  /** Headers that its answers carry. With `etag`, REST answers 304 to an If-None-Match that still holds. */
  readonly headers?: readonly AnswerHeader[];
  /**
   * How a mutation survives being sent twice. `key`: an Idempotency-Key replays the stored answer (24 h). `natural`: doing it
   * twice is doing it once. `secret`: as `key`, but the answer holds a secret and is never stored, so a repeat is refused.
   */
  readonly idempotent?: 'key' | 'natural' | 'secret';
  readonly input: Input;
  readonly output: Output;
}

/** One operation whose body or answer is not JSON: webhooks, files, CSV, multipart (`raw`) and live streams (`stream`). */
export interface RawOperation<
  Params extends z.ZodObject = z.ZodObject,
  Code extends ErrorCode = ErrorCode,
> extends Declaration<Code> {
  readonly kind: 'raw' | 'stream';
  readonly tx: 'none';
  /** Path and query parameters. */
  readonly params: Params;
  /** Accepted body media types; none means that a body is not read. */
  readonly consumes?: readonly string[];
  /** Media types of a successful answer. */
  readonly produces: readonly string[];
  /** The shape of a JSON answer, for the reference. */
  readonly output?: z.ZodType;
  readonly status?: 200 | 201 | 202;
  /** Trailers of a streamed answer that came to its end, with what they tell. */
  readonly trailers?: Readonly<Record<string, string>>;
}

/** A live stream of JSON items. A `websocket` one is a tRPC subscription of the same name, too. */
export interface StreamOperation<
  Params extends z.ZodObject = z.ZodObject,
  Item extends z.ZodType = z.ZodType,
  Frames extends 'sse' | 'websocket' = 'sse' | 'websocket',
  Code extends ErrorCode = ErrorCode,
> extends RawOperation<Params, Code> {
  readonly kind: 'stream';
  readonly frames: Frames;
  readonly output: Item;
}

/** Operations by name, in two or three parts. */
export type Contract = { readonly [name: string]: Operation | RawOperation | Contract };

/** Any declared operation. */
export type AnyOperation = Operation | RawOperation;

type WithoutKind<Op> = Omit<Op, 'kind' | 'tx' | 'documented'>;

/** The documents' routes as literals: what makes a missing compat entry a compile error. */
interface Documents<Routes extends readonly DocumentedRoute[]> {
  readonly documented?: Routes;
}

/** Declares one operation and keeps its literal types. */
export function operation<
  const Kind extends 'query' | 'mutation',
  Input extends z.ZodObject,
  Output extends z.ZodType,
  const Tx extends TransactionKind,
  const Code extends ErrorCode = never,
  const Routes extends readonly DocumentedRoute[] = readonly [],
>(
  op: WithoutKind<Operation<Kind, Input, Output, Code, Tx>> & {
    readonly kind: Kind;
    readonly tx: Tx;
  } & Documents<Routes>,
): Operation<Kind, Input, Output, Code, Tx> & Documents<Routes> {
  return op;
}

/** Declares one raw or stream operation and keeps its literal types. */
export function rawOperation<
  Params extends z.ZodObject,
  const Code extends ErrorCode = never,
  const Routes extends readonly DocumentedRoute[] = readonly [],
>(
  op: Omit<RawOperation<Params, Code>, 'tx' | 'documented'> & Documents<Routes>,
): RawOperation<Params, Code> & Documents<Routes> {
  return { ...op, tx: 'none' };
}

/** Declares one live stream and keeps its literal types. */
export function streamOperation<
  Params extends z.ZodObject,
  Item extends z.ZodType,
  const Frames extends 'sse' | 'websocket',
  const Code extends ErrorCode = never,
  const Routes extends readonly DocumentedRoute[] = readonly [],
>(
  op: Omit<StreamOperation<Params, Item, Frames, Code>, 'tx' | 'kind' | 'documented'> & Documents<Routes>,
): StreamOperation<Params, Item, Frames, Code> & Documents<Routes> {
  return { ...op, kind: 'stream', tx: 'none' };
}

/** Whether a node of the contract tree is an operation rather than a group of them. */
export function isOperation(node: AnyOperation | Contract): node is AnyOperation {
  return typeof node['rest'] === 'string';
}

/** Every operation of a contract with its dotted name, in declaration order. */
export function operationsOf(contract: Contract, prefix = ''): readonly (readonly [string, AnyOperation])[] {
  return Object.entries(contract).flatMap(([name, node]) =>
    isOperation(node) ? [[prefix + name, node] as const] : operationsOf(node, `${prefix}${name}.`),
  );
}

/** Refuses with one of the declared codes. A property, not a method: method syntax would let a wider helper through. */
export interface Refuse<Code extends ErrorCode> {
  readonly fail: (code: Code, detail: string, extras?: RefusalExtras) => never;
}

/** What a raw handler is given. */
export interface RawRequest<Params> {
  readonly params: Params;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Fires when the client goes away. */
  readonly signal: AbortSignal;
}

/** What a raw handler answers. A streamed body is sent with back-pressure. */
export interface RawResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Told after a streamed body that came to its end, and only then. */
  readonly trailers?: Readonly<Record<string, () => string>>;
}

/**
 * The functions that must stand behind a contract. `Inside` is what a service gets within its transaction, `Outside` what it
 * gets where none is open.
 */
export type Implements<C, Inside, Outside> = {
  readonly [Name in keyof C]: C[Name] extends RawOperation<infer Params, infer Code>
    ? (request: RawRequest<z.output<Params>>, ctx: Outside & Refuse<Code>) => Promise<RawResponse>
    : C[Name] extends Operation<infer _Kind, infer Input, infer Output, infer Code, infer Tx>
      ? (
          input: z.output<Input>,
          ctx: (Tx extends 'none' ? Outside : Inside) & Refuse<Code>,
        ) => Promise<z.output<Output>>
      : Implements<C[Name], Inside, Outside>;
};

/** The error shape of every tRPC failure. */
export interface TrpcErrorShape {
  readonly code: number;
  readonly message: string;
  readonly data: {
    readonly code: string;
    readonly httpStatus: number;
    readonly path?: string;
    readonly problem: Problem;
  };
}

interface Types<Op extends Operation> {
  input: z.input<Op['input']>;
  output: z.output<Op['output']>;
  meta: object;
  errorShape: TrpcErrorShape;
}

interface SubscriptionTypes<Params extends z.ZodObject, Item extends z.ZodType> {
  input: z.input<Params>;
  output: AsyncIterable<{ id: string; data: z.output<Item> }, void>;
  meta: object;
}

// SSE is not a door of tRPC's, and raw bodies are not JSON: both stay out of the router.
type OutsideRouter<Op> = Op extends { readonly kind: 'raw' | 'stream' }
  ? Op extends { readonly frames: 'websocket' }
    ? false
    : true
  : false;

type Procedures<C> = {
  [Name in keyof C as OutsideRouter<C[Name]> extends true ? never : Name]: C[Name] extends StreamOperation<
    infer Params,
    infer Item
  >
    ? TRPCSubscriptionProcedure<SubscriptionTypes<Params, Item>>
    : C[Name] extends Operation
      ? C[Name]['kind'] extends 'query'
        ? TRPCQueryProcedure<Types<C[Name]>>
        : TRPCMutationProcedure<Types<C[Name]>>
      : Procedures<C[Name]>;
};

interface Root {
  ctx: object;
  meta: object;
  errorShape: TrpcErrorShape;
  transformer: false;
}

/** The tRPC router type that a contract describes; clients need nothing else. */
export type RouterOf<C> = TRPCBuiltRouter<Root, Procedures<C>>;

/** One kind of event: who may see it, and the ids and states it carries. Never personal data. */
export interface EventKind<Name extends string = string, Data extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  readonly scope: Scope;
  readonly summary: string;
  readonly data: Data;
}

/** Declares one event, named `domain.resource.past_tense_verb`. */
export function event<const Name extends string, Data extends z.ZodObject>(
  kind: EventKind<Name, Data>,
): EventKind<Name, Data> {
  return kind;
}

/** Events by domain, resource and what happened. */
export type EventTree = { readonly [name: string]: EventKind | EventTree };

/** Every event of a tree, sorted by name. */
export function eventsOf(tree: EventTree): readonly EventKind[] {
  const found = Object.values(tree).flatMap((node) => (isEventKind(node) ? [node] : eventsOf(node)));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isEventKind(node: EventKind | EventTree): node is EventKind {
  return typeof node['name'] === 'string';
}
