import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle } from 'drizzle-orm/pg-proxy';
import type { Connection, Db, TransactionOptions, TransactionScope } from './database.ts';

const connections = new WeakMap<Db, Connection>();

/** Drizzle over one session. */
export function dbOver(connection: Connection): Db {
  const db = drizzle(async (text, params, method) => {
    if (method === 'all') return { rows: [...(await connection.arrays(text, params))] };
    return { rows: [...(await connection.objects(text, params)).rows] };
  });
  connections.set(db, connection);
  return db;
}

/** The session under a transaction, for what drizzle has no words for. */
export function connectionOf(db: Db): Connection {
  const connection = connections.get(db);
  if (connection === undefined) throw new Error('this Db was not opened by the database module');
  return connection;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How a transaction begins, and what confines it: values of `scopeSql`. */
export interface Opening {
  readonly begin: 'begin' | 'begin read only';
  readonly workspaceId: string;
  readonly role: 'marquee_app' | 'marquee_system';
}

/** Confines the open transaction, for its length: $1 is the workspace or empty, $2 the role. */
export const scopeSql = "select set_config('app.workspace_id', $1, true), set_config('role', $2, true)";

/** What opens a transaction in its scope; it travels with the first query. */
export function openingOf(scope: TransactionScope, { access }: TransactionOptions): Opening {
  const workspaceId = scope.kind === 'system' ? '' : scope.workspaceId;
  if (workspaceId !== '' && !uuid.test(workspaceId)) throw new Error(`not a workspace id: ${workspaceId}`);
  return {
    begin: access === 'read' ? 'begin read only' : 'begin',
    workspaceId,
    role: scope.kind === 'workspace' ? 'marquee_app' : 'marquee_system',
  };
}

/**
 * Lets statements whose answers the transaction does not wait for go out with its commit: one message less. Await the answers
 * after the transaction, which fails when they do.
 */
export function withCommit<T>(db: Db, answers: Promise<T>): Promise<T> {
  connectionOf(db).last.push(answers);
  answers.catch(() => undefined); // the transaction fails with it
  return answers;
}

/** A statement of a transaction that has ended: somebody kept its `Db`, or did not wait for it. */
export class TransactionOverError extends Error {
  constructor() {
    super('the transaction that this statement belongs to has ended');
    this.name = 'TransactionOverError';
  }
}

/** What a commit answered that was none: a statement had failed, and its error was swallowed. */
export class NotCommittedError extends Error {
  constructor() {
    super('the transaction was rolled back instead of committed: one of its statements had failed');
    this.name = 'NotCommittedError';
  }
}

/** The driver's own error: drizzle's carries the parameters in its message, and those hold addresses, phones and hashes. */
export function withoutParameters(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error('a query failed')) : error;
}
