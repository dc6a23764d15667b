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

/** The statements that open a transaction in its scope; they travel as one message with the first query. */
export function opening(scope: TransactionScope, { access }: TransactionOptions): string {
  const begin = access === 'read' ? 'begin read only' : 'begin';
  const role = scope.kind === 'workspace' ? 'marquee_app' : 'marquee_system';
  const workspaceId = scope.kind === 'system' ? '' : scope.workspaceId;
  if (workspaceId !== '' && !uuid.test(workspaceId)) throw new Error(`not a workspace id: ${workspaceId}`);
  return `${begin}; select set_config('app.workspace_id', '${workspaceId}', true), set_config('role', '${role}', true)`;
}

/** The driver's own error: drizzle's carries the parameters in its message, and those hold addresses, phones and hashes. */
export function withoutParameters(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error('a query failed')) : error;
}
