import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy';

/** An open transaction. The same type stands for PGlite and Postgres. */
export type Db = PgRemoteDatabase<Record<string, never>>;

/** One statement's rows, as objects by column name. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** One database session. Statements run in the order they are sent. */
export interface Connection {
  /** Rows as arrays, in column order: what drizzle maps from. */
  arrays(text: string, params: readonly unknown[]): Promise<readonly unknown[][]>;
  /** Rows as objects and the number of rows touched. */
  objects(text: string, params: readonly unknown[]): Promise<{ rows: Rows; count: number }>;
  /** Feeds a statement `copy … from stdin`, with its options if any, with text or with bytes of the binary format. */
  copyIn(statement: string, payload: string | Uint8Array): Promise<void>;
  /** Statements that go out with the commit, which stands or falls with them. */
  readonly last: Promise<unknown>[];
}

/** Who a transaction acts as: a workspace under row-level security, or the system for a stated reason. */
export type TransactionScope =
  | { readonly kind: 'workspace'; readonly workspaceId: string }
  | { readonly kind: 'system'; readonly reason: string }
  | { readonly kind: 'trusted'; readonly workspaceId: string };

/** `read` may not write; both run at repeatable read or stricter where the store asks for it. */
export interface TransactionOptions {
  readonly access: 'read' | 'write';
  /**
   * Rolls the transaction back when it aborts, and rejects with its reason. On Postgres the statement that runs is cancelled; PGlite
   * runs each to its end, and no other after it.
   */
  readonly signal?: AbortSignal;
}

/** The database as server.ts wires it; services never see it. */
export interface Database extends AsyncDisposable {
  readonly kind: 'pglite' | 'postgres';
  transaction<T>(scope: TransactionScope, options: TransactionOptions, work: (db: Db) => Promise<T>): Promise<T>;
  /** A session of its own for advisory locks and LISTEN; Postgres only gives a separate one. */
  healthy(): Promise<boolean>;
}

/** Opens a transaction that sees everything, for the few files allowed to: sign-in, hooks, publisher, sweepers. */
export type AsSystem = <T>(reason: string, work: (db: Db) => Promise<T>) => Promise<T>;

/** Opens a transaction confined to one workspace by row-level security. */
export type AsWorkspace = <T>(workspaceId: string, work: (db: Db) => Promise<T>) => Promise<T>;
