import type { AppRouter as ContractRouter, contract, events } from '@marquee/api';
import type { EventKind, RawOperation } from '@marquee/api/operation';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { EventData } from '../../../packages/sdk/src/generated/events/kinds.ts';
import type { AppRouter as SdkRouter } from '../../../packages/sdk/src/generated/router.ts';
import type { RawOperations } from './generated/raw-operations.ts';

declare const absent: unique symbol;

/** The texts of a union that are spelled out: those of `'on' | 'off' | (string & {})`, none of `string`. */
type Spelled<T> = T extends string ? (string extends T ? never : T) : never;

/** A list of values before it was opened. */
type Closed<T> = [Spelled<T>] extends [never] ? T : Spelled<T> | Exclude<T, string>;

/**
 * A type as JSON sees it, lists of values closed again: undefined and readonly tell no two apart, but a field that may be absent
 * is not one that is unknown.
 */
type Wire<T> = WireOfEach<Closed<T>>;

type WireOfEach<T> = T extends (...args: never) => unknown
  ? T
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? {
          -readonly [Key in keyof T]-?: object extends Pick<T, Key>
            ? Wire<Exclude<T[Key], undefined>> | typeof absent
            : Wire<T[Key]>;
        }
      : T;

type IsSame<A, B> = [Wire<A>] extends [Wire<B>] ? ([Wire<B>] extends [Wire<A>] ? true : false) : false;

/** Paths to the operations whose types differ: `messaging.campaigns.list`. */
type Differing<A, B, Depth extends readonly unknown[] = []> =
  IsSame<A, B> extends true
    ? never
    : Depth['length'] extends 3
      ? ''
      : {
          [Name in (keyof A | keyof B) & string]: Name extends keyof A & keyof B
            ? `.${Name}${Differing<A[Name], B[Name], [...Depth, unknown]>}`
            : `.${Name} is missing`;
        }[(keyof A | keyof B) & string];

/** What the raw operations of a contract take, by name. */
type RawInputs<C, Prefix extends string = ''> = {
  [Name in keyof C & string]: C[Name] extends RawOperation<infer Params>
    ? { [Key in `${Prefix}${Name}`]: z.input<Params> }
    : C[Name] extends { readonly rest: string }
      ? never
      : RawInputs<C[Name], `${Prefix}${Name}.`>;
}[keyof C & string];

/** What the events of a tree carry, by name. */
type EventsOf<Tree> =
  Tree extends EventKind<infer Name, infer Data>
    ? { [Key in Name]: z.output<Data> }
    : { [Key in keyof Tree]: EventsOf<Tree[Key]> }[keyof Tree];

type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

test('what a procedure takes is the same type in the contract and in the SDK', () => {
  expectTypeOf<Differing<Omit<inferRouterInputs<ContractRouter>, 'hooks'>, inferRouterInputs<SdkRouter>>>().toBeNever();
});

test('what a procedure answers is the same type in the contract and in the SDK', () => {
  expectTypeOf<
    Differing<Omit<inferRouterOutputs<ContractRouter>, 'hooks'>, inferRouterOutputs<SdkRouter>>
  >().toBeNever();
});

test('what a raw operation takes is the same type in the contract and in the SDK', () => {
  type Inputs = Together<RawInputs<typeof contract>>;
  type Offered = { [Name in keyof RawOperations]: Name extends keyof Inputs ? Inputs[Name] : 'not in the contract' };
  expectTypeOf<Differing<Offered, RawOperations>>().toBeNever();
});

test('what an event carries is the same type in the contract and in the SDK', () => {
  expectTypeOf<Differing<Together<EventsOf<typeof events>>, EventData>>().toBeNever();
});

test('an open list of values is compared as it was before', () => {
  expectTypeOf<Wire<{ status: 'on' | (string & {}) | null }>>().toEqualTypeOf<{ status: 'on' | null }>();
  expectTypeOf<Wire<{ name: string | null }>>().toEqualTypeOf<{ name: string | null }>();
});

test('a difference would be seen', () => {
  type Listed = { campaigns: { list: { status?: 'draft' | 'running' } } };

  expectTypeOf<
    Differing<Listed, { campaigns: { list: { status?: 'draft' } } }>
  >().toEqualTypeOf<'.campaigns.list.status'>();
  expectTypeOf<Differing<Listed, { campaigns: { list: { status: 'draft' | 'running' } } }>>().not.toBeNever();
  expectTypeOf<Differing<Listed, { campaigns: { list: object } }>>().not.toBeNever();
});
