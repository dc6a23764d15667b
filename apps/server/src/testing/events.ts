import { insertEvent } from '../kernel/outbox/outbox.store.ts';
import { newId } from '../lib/ids.ts';
import type { Scope } from '@marquee/api/scopes';
import type { TestDatabase } from './database.ts';

/** Promises one event in a transaction of its own, as an operation would. */
export async function emitEvent(
  { asWorkspace }: Pick<TestDatabase, 'asWorkspace'>,
  workspaceId: string,
  {
    name = 'things.thing.made',
    scope = 'messaging:read',
    data = {},
  }: { name?: string; scope?: Scope; data?: object } = {},
): Promise<string> {
  const id = newId();
  const event = { id, workspaceId, name, scope, data, at: '2026-03-15T07:00:00.000Z', requestId: null };
  await asWorkspace(workspaceId, (db) => insertEvent(db, event));
  return id;
}
