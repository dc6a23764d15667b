// The bare COPY that imports are measured against: the same rows into a plain table of the same engine, once for each line on standard input.
import { connectionOf, migrationsFolder, openDatabase } from '@marquee/server/testing';
import { createInterface } from 'node:readline';
import { contactColumns, contactFields } from './contacts.ts';

const [dataDir = '', rowCount = '0'] = process.argv.slice(2);
const database = await openDatabase({ databaseUrl: null, dataDir, connectionsMax: 1, migrationsFolder });
const payload = Array.from({ length: Number(rowCount) }, (_each, n) => `${contactFields(n).join('\t')}\n`).join('');
const columns = contactColumns.map((name) => `${name} text`).join(', ');

process.stdout.write('READY\n');
for await (const _line of createInterface({ input: process.stdin })) {
  await asSystem(`drop table if exists plain_contacts`);
  await asSystem(`create table plain_contacts (${columns})`);
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await database.transaction({ kind: 'system', reason: 'bench' }, { access: 'write' }, (db) =>
    connectionOf(db).copyIn('copy plain_contacts from stdin', payload),
  );
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  const copied = await database.transaction({ kind: 'system', reason: 'bench' }, { access: 'write' }, async (db) => {
    await connectionOf(db).objects('set local role none', []);
    return (await connectionOf(db).objects('select count(*)::int as n from plain_contacts', [])).rows[0]?.['n'];
  });
  if (copied !== Number(rowCount)) throw new Error(`COPY left ${String(copied)} rows`);
  process.stdout.write(`COPIED ${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
}

async function asSystem(text: string): Promise<void> {
  if (!('exec' in database)) throw new Error('the bench runs on PGlite');
  await database.exec(text);
}
