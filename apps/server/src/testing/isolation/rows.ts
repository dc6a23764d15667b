import { sql, type SQL } from 'drizzle-orm';
import type { AsSystem } from '../../database/database.ts';
import { select } from '../../database/sql.ts';
import { tableGuards } from './tables.ts';

/** A digest of every row of a workspace, by table: equal digests mean that nothing was added, removed or changed. */
export type Digest = Readonly<Record<string, string>>;

/** Digests every row of some workspaces in every table, and what hangs on them: their people's accounts, their sessions' tokens. */
export async function digestsOf(asSystem: AsSystem, workspaceIds: readonly string[]): Promise<readonly Digest[]> {
  const tables = await ownedTables(asSystem);
  const digest = sql`count(*) || ':' || md5(string_agg(t::text, ',' order by t::text))`;
  const each = tables.map(({ name, owner, from }) => {
    return sql`select ${name}::text as name, ${owner} as owner, ${digest} as digest ${from} where ${owner} in ${workspaceIds} group by ${owner}`;
  });
  const rows = await asSystem('digest workspaces', (db) =>
    select<{ name: string; owner: string; digest: string }>(db, sql.join(each, sql` union all `)),
  );
  return workspaceIds.map((id) =>
    Object.fromEntries(rows.flatMap(({ name, owner, digest: found }) => (owner === id ? [[name, found]] : []))),
  );
}

/** Every UUID in any row of a workspace: none of them may turn up in another's answers. */
export async function idsOf(asSystem: AsSystem, workspaceId: string): Promise<readonly string[]> {
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
  const each = (await ownedTables(asSystem)).map(({ owner, from }) => {
    return sql`select f.found[1] as id from (select regexp_matches(t::text, ${uuid}, 'g') as found ${from} where ${owner} = ${workspaceId}) f`;
  });
  const rows = await asSystem('collect the ids of a workspace', (db) =>
    select<{ id: string }>(db, sql.join(each, sql` union `)),
  );
  return rows.map(({ id }) => id);
}

interface OwnedTable {
  readonly name: string;
  /** The workspace of a row. */
  readonly owner: SQL;
  /** `from …`, with the row as `t`. */
  readonly from: SQL;
}

const known = new WeakMap<AsSystem, readonly OwnedTable[]>();

async function ownedTables(asSystem: AsSystem): Promise<readonly OwnedTable[]> {
  const found = known.get(asSystem) ?? (await listOwnedTables(asSystem));
  known.set(asSystem, found);
  return found;
}

async function listOwnedTables(asSystem: AsSystem): Promise<readonly OwnedTable[]> {
  const tables = (await tableGuards(asSystem)).filter(({ has_workspace }) => has_workspace);
  return [
    ...tables.map(({ name }) => ({ name, owner: sql`t.workspace_id`, from: sql`from ${sql.identifier(name)} t` })),
    { name: 'workspaces', owner: sql`t.id`, from: sql`from workspaces t` },
    {
      name: 'auth_refresh_tokens',
      owner: sql`s.workspace_id`,
      from: sql`from auth_refresh_tokens t join auth_sessions s on s.id = t.session_id`,
    },
    {
      name: 'auth_users',
      owner: sql`m.workspace_id`,
      from: sql`from auth_users t join workspace_members m on m.user_id = t.id`,
    },
  ];
}
