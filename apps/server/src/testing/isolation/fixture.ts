import type { ErrorCode } from '@marquee/api/errors';
import type { RawCall } from '../services.ts';
import type { Tenant } from './tenant.ts';

/** One call of the operation at hand: the input of a JSON operation, or a raw request. */
export type CallInput = object | RawCall;

/** A call that works for A, and what its answer shows of A's. */
export interface Given {
  readonly input: CallInput;
  /** Ids or texts of A's that A's answer must hold: they prove that there was something to see. */
  readonly marks?: readonly string[];
}

/** A call of B's that names something of A's where B may not. */
export interface Trespass {
  readonly what: string;
  readonly input: CallInput;
  readonly code: ErrorCode;
}

interface Common {
  /** Further calls of B's that must be refused and leave A's rows alone. */
  readonly trespasses?: (a: Tenant, b: Tenant) => Promise<readonly Trespass[]>;
}

/** Works on a record by its id: B is told that there is none. */
export interface RecordFixture extends Common {
  readonly kind: 'record';
  readonly given: (a: Tenant) => Promise<Given>;
}

/** Answers what the caller's workspace has, be it a list or its one row: B's answer holds nothing of A's. */
export interface CollectionFixture extends Common {
  readonly kind: 'collection';
  readonly given: (a: Tenant, b: Tenant) => Promise<Given>;
  /** Why it reads past row-level security, where that is how it is meant. */
  readonly asSystem?: string;
}

/** Makes or changes what is the caller's own: B's call works and lands in B. `by` calls; names may be those A has taken. */
export interface CreateFixture extends Common {
  readonly kind: 'create';
  readonly given: (by: Tenant, a: Tenant) => Promise<Given>;
}

/** Never ends: read until `until`, and for a quiet moment more. */
export interface StreamFixture {
  readonly kind: 'stream';
  readonly given: (
    a: Tenant,
    b: Tenant,
  ) => Promise<{ readonly input: RawCall; readonly ofA: string; readonly ofB: string }>;
}

/** Finds its workspace by who signed it. */
export interface HookFixture {
  readonly kind: 'hook';
  readonly given: (
    a: Tenant,
    b: Tenant,
  ) => Promise<{
    /** A's own: it works, and changes A only. */
    readonly own: RawCall;
    /** About A but signed by B: refused. */
    readonly forged: RawCall;
    /** Rightly signed by B, naming a record of A's: answered, and A's is untouched. */
    readonly crossed?: RawCall;
  }>;
}

/** Has no rows of a workspace to guard, or finds them by a secret alone. */
export interface UnownedFixture extends Common {
  readonly kind: 'unowned';
  readonly reason: string;
}

/** How one operation is proved not to cross workspaces. */
export type Fixture = RecordFixture | CollectionFixture | CreateFixture | StreamFixture | HookFixture | UnownedFixture;
