import { ContactImport } from '@marquee/api/messaging/contact-imports.contract';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { run } from '../../database/sql.ts';
import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';
import type { Tenant } from './tenant.ts';

const csvOf = (t: Tenant) => ({
  params: { file_name: `${t.word}.csv` },
  headers: { 'content-type': 'text/csv' },
  body: `phone_e164,city\n${t.newPhone()},${t.word}\n`,
});

/** An import that waits to be carried out. */
export async function importOf(t: Tenant): Promise<z.output<typeof ContactImport>> {
  return ContactImport.parse(JSON.parse(await t.callRaw('messaging.contactImports.create', csvOf(t))));
}

/** An import with a row that was left out. */
async function importWithError(t: Tenant): Promise<string> {
  const { id } = await importOf(t);
  await t.asSystem('a row error for a test', async (db) => {
    const key = { workspace: t.workspaceId, reason: `no number in ${t.word}` };
    await run(
      db,
      sql`insert into messaging_contact_import_errors (workspace_id, import_id, row_number, position, field, reason)
          values (${key.workspace}, ${id}, 1, 0, 'phone_e164', ${key.reason})`,
    );
    await run(
      db,
      sql`update messaging_contact_imports set errors = 1 where workspace_id = ${key.workspace} and id = ${id}`,
    );
  });
  return id;
}

/** Imports of contact files. */
export const importsFixtures = {
  'messaging.contactImports.create': {
    kind: 'create',
    given: async (by) => ({ input: csvOf(by), marks: [`${by.word}.csv`] }),
  },
  'messaging.contactImports.get': {
    kind: 'record',
    given: async (a) => {
      const id = await importWithError(a);
      return { input: { import_id: id }, marks: [id, `no number in ${a.word}`] };
    },
  },
  'messaging.contactImports.list': {
    kind: 'collection',
    given: async (a) => ({ input: {}, marks: [await importWithError(a), `no number in ${a.word}`] }),
  },
  'messaging.contactImports.cancel': {
    kind: 'record',
    given: async (a) => {
      const { id } = await importOf(a);
      return { input: { import_id: id }, marks: [id] };
    },
  },
  'messaging.contactImports.errors': {
    kind: 'record',
    given: async (a) => ({
      input: { params: { import_id: await importWithError(a) } },
      marks: [`no number in ${a.word}`],
    }),
  },
} satisfies Partial<Record<OperationName, Fixture>>;
