import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { asSystemOn } from '../../database/isolation.ts';
import { migrate, readMigrations } from '../../database/migrate.ts';
import { openPglite } from '../../database/pglite/pglite.ts';
import { run, select } from '../../database/sql.ts';
import { newId } from '../../lib/ids.ts';
import { migrationsFolder } from '../../testing/database.ts';

test('contacts of an older installation learn their consent in force and what holds them', async () => {
  await using database = await openPglite({ dataDir: null });
  const migrations = await readMigrations(migrationsFolder);
  const asSystem = asSystemOn(database);
  const before = migrations.filter(({ name }) => name < '0007');
  await migrate(database, before);
  const [workspace, contact, older, newer, review] = [newId(), newId(), newId(), newId(), newId()];
  const [later, earlier] = ['2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z'];
  await asSystem('rows of an older installation', async (db) => {
    await run(db, sql`insert into workspaces (id, name, created_at) values (${workspace}, 'Old', ${earlier})`);
    await run(
      db,
      sql`insert into messaging_contacts (workspace_id, id, phone_e164, consent_state, consent_updated_at, created_at, updated_at)
          values (${workspace}, ${contact}, '+14155550100', 'OPT_IN', ${earlier}, ${earlier}, ${earlier})`,
    );
    for (const id of [newer, older])
      await run(
        db,
        sql`insert into messaging_consents (workspace_id, id, contact_id, phone_hmac, state, source, evidence, at)
            values (${workspace}, ${id}, ${contact}, 'hash', 'OPT_IN', 'api', '{}', ${earlier})`,
      );
    for (const [id, at] of [[review, later] as const, [newId(), earlier] as const])
      await run(
        db,
        sql`insert into messaging_opt_out_reviews (workspace_id, id, contact_id, inbound_id, status, created_at)
            values (${workspace}, ${id}, ${contact}, ${newId()}, 'open', ${at})`,
      );
    await run(
      db,
      sql`insert into messaging_suppressions (workspace_id, phone_hmac, source, reason, at)
          values (${workspace}, 'hash', 'keyword', 'asked to stop', ${earlier})`,
    );
  });

  await migrate(database, migrations);

  const rows = await asSystem('look at what became of them', (db) =>
    select(
      db,
      sql`select c.consent_id, c.review_opened_at, s.id is not null as is_listed
          from messaging_contacts c join messaging_suppressions s using (workspace_id)`,
    ),
  );
  expect(rows).toEqual([{ consent_id: newer, review_opened_at: earlier, is_listed: true }]);
});
