// The bare COPYs that imports are measured against, in the same engine and a fresh folder. Each line on standard input names one:
// `rows`, the rows that an import leaves behind, into tables of the same shape with the same indexes; `file`, the file's own columns
// into one plain table.
import { connectionOf, migrationsFolder, newId, openDatabase } from '@marquee/server/testing';
import { createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';
import { contactColumns, contactFields } from './harness/contacts.ts';

const [dataDir = '', rowCount = '0'] = process.argv.slice(2);
const database = await openDatabase({ databaseUrl: null, dataDir, connectionsMax: 1, migrationsFolder });
const workspaceId = newId();
const at = '2026-03-15T07:00:00.000Z';

interface Copy {
  readonly table: string;
  readonly columns: string;
  readonly payload: string;
  readonly rows: number;
}

const shapes = ['messaging_contacts', 'messaging_contact_attributes', 'messaging_consents'];

function importedRows(count: number): readonly Copy[] {
  const lines: Record<'contacts' | 'attributes' | 'consents', string[]> = {
    contacts: [],
    attributes: [],
    consents: [],
  };
  for (let n = 0; n < count; n += 1) {
    const [phone = '', state = '', ...values] = contactFields(n);
    const names = contactColumns.slice(2);
    const id = newId();
    const attributes = JSON.stringify(Object.fromEntries(names.map((name, index) => [name, values[index]])));
    const hash = createHmac('sha256', 'bench').update(phone).digest('base64url');
    lines.contacts.push([workspaceId, id, phone, state, at, attributes, at, at].join('\t'));
    lines.consents.push(
      [
        workspaceId,
        newId(),
        id,
        hash,
        state,
        'import',
        `{"key":"bench","row":${n + 1},"attested_by":"bench"}`,
        at,
      ].join('\t'),
    );
    for (const [index, name] of names.entries())
      lines.attributes.push([workspaceId, id, name, values[index] ?? ''].join('\t'));
  }
  const copy = (table: string, columns: string, rows: readonly string[]): Copy => ({
    ...{ table: `bare_${table}`, columns, payload: `${rows.join('\n')}\n`, rows: rows.length },
  });
  const contacts =
    'workspace_id, id, phone_e164, consent_state, consent_updated_at, attributes, created_at, updated_at';
  return [
    copy('messaging_contacts', contacts, lines.contacts),
    copy('messaging_contact_attributes', 'workspace_id, contact_id, name, text_value', lines.attributes),
    copy('messaging_consents', 'workspace_id, id, contact_id, phone_hmac, state, source, evidence, at', lines.consents),
  ];
}

function fileRows(count: number): readonly Copy[] {
  const payload = Array.from({ length: count }, (_each, n) => `${contactFields(n).join('\t')}\n`).join('');
  return [{ table: 'plain_contacts', columns: contactColumns.join(', '), payload, rows: count }];
}

const made = { rows: importedRows(Number(rowCount)), file: fileRows(Number(rowCount)) };

async function makeTables(kind: 'rows' | 'file'): Promise<void> {
  if (!('exec' in database)) throw new Error('the bench runs on PGlite');
  for (const { table } of made[kind]) await database.exec(`drop table if exists ${table}`);
  if (kind === 'file') {
    return await database.exec(
      `create table plain_contacts (${contactColumns.map((name) => `${name} text`).join(', ')})`,
    );
  }
  for (const shape of shapes) await database.exec(`create table bare_${shape} (like ${shape} including all)`);
}

async function copyAll(copies: readonly Copy[]): Promise<void> {
  await database.transaction({ kind: 'system', reason: 'bench' }, { access: 'write' }, async (db) => {
    for (const { table, columns, payload } of copies)
      await connectionOf(db).copyIn(`copy ${table} (${columns}) from stdin`, payload);
  });
}

async function countAll(copies: readonly Copy[]): Promise<void> {
  await database.transaction({ kind: 'system', reason: 'bench' }, { access: 'write' }, async (db) => {
    await connectionOf(db).objects('set local role none', []);
    for (const { table, rows } of copies) {
      const found = await connectionOf(db).objects(`select count(*)::int as n from ${table}`, []);
      if (found.rows[0]?.['n'] !== rows) throw new Error(`COPY left ${String(found.rows[0]?.['n'])} rows in ${table}`);
    }
  });
}

process.stdout.write('READY\n');
for await (const line of createInterface({ input: process.stdin })) {
  const kind = line === 'file' ? 'file' : 'rows';
  await makeTables(kind);
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await copyAll(made[kind]);
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  await countAll(made[kind]);
  process.stdout.write(`COPIED ${kind} ${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
}
