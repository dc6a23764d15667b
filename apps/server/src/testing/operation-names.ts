import type { contract } from '@marquee/api';
import type { Operation, RawOperation } from '@marquee/api/operation';

type Names<C, Prefix extends string = ''> = {
  [Name in keyof C & string]: C[Name] extends Operation | RawOperation
    ? `${Prefix}${Name}`
    : Names<C[Name], `${Prefix}${Name}.`>;
}[keyof C & string];

/** Every operation of the contract by its dotted name. */
export type OperationName = Names<typeof contract>;
