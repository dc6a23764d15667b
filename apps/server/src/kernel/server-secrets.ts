import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { AsSystem } from '../database/database.ts';
import { run, selectOne } from '../database/sql.ts';
import type { Sealer } from '../lib/crypto/sealed.ts';

/** What keeping the installation's secrets needs. */
export interface ServerSecretsDeps {
  readonly asSystem: AsSystem;
  readonly sealer: Sealer;
  readonly now: () => Date;
}

/**
 * A secret of the installation, 32 random bytes made on first use and the same for every process and backup afterwards.
 *
 * It is kept in the database, sealed, and not derived from the secret key: a new secret key must not forget every opt-out.
 */
export async function serverSecret({ asSystem, sealer, now }: ServerSecretsDeps, name: string): Promise<Uint8Array> {
  const fresh = sealer.seal(randomBytes(32).toString('base64'), `server-secret:${name}`);
  const row = await asSystem('server secrets', async (db) => {
    await run(
      db,
      sql`insert into server_secrets (name, sealed, created_at) values (${name}, ${fresh}, ${now().toISOString()})
          on conflict (name) do nothing`,
    );
    return await selectOne<{ sealed: string }>(db, sql`select sealed from server_secrets where name = ${name}`);
  });
  if (row === undefined) throw new Error(`the secret ${name} was not kept`);
  return Buffer.from(sealer.open(row.sealed, `server-secret:${name}`), 'base64');
}
