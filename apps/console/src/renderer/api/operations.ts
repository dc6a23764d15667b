import type { contract } from '@marquee/api';
import type { Operation, RawOperation } from '@marquee/api/operation';
import type { z } from 'zod';

type Names<C, Kind, Prefix extends string = ''> = {
  [Name in keyof C & string]: C[Name] extends Operation | RawOperation
    ? C[Name]['kind'] extends Kind
      ? `${Prefix}${Name}`
      : never
    : Names<C[Name], Kind, `${Prefix}${Name}.`>;
}[keyof C & string];

type At<C, Name extends string> = Name extends `${infer Head}.${infer Rest}`
  ? Head extends keyof C
    ? At<C[Head], Rest>
    : never
  : Name extends keyof C
    ? C[Name]
    : never;

/** Every operation of the contract. */
export type OperationName = Names<typeof contract, string>;

/** Operations that read. */
export type QueryName = Names<typeof contract, 'query'>;

/** Operations that change something. */
export type MutationName = Names<typeof contract, 'mutation'>;

/** What a call of an operation takes. */
export type InputOf<Name extends QueryName | MutationName> =
  At<typeof contract, Name> extends { readonly input: infer Input extends z.ZodType } ? z.input<Input> : never;

/** What it answers. */
export type OutputOf<Name extends QueryName | MutationName> =
  At<typeof contract, Name> extends { readonly input: z.ZodType; readonly output: infer Output extends z.ZodType }
    ? z.output<Output>
    : never;

/** Operations that answer pages of items. */
export type ListName = {
  [Name in QueryName]: OutputOf<Name> extends { readonly items: readonly unknown[]; readonly page: object }
    ? Name
    : never;
}[QueryName];

/** One item of a list operation. */
export type ItemOf<Name extends ListName> =
  OutputOf<Name> extends { readonly items: readonly (infer Item)[] } ? Item : never;
