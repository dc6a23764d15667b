import { decideConsent } from '@marquee/rules/messaging/consent/consent';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { keyedHash } from '../../lib/crypto/keyed-hash.ts';
import { folderFileStore, type FileStore } from '../../lib/files.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { recordConsent } from '../contacts/consents.store.ts';
import { contactImportsActivities } from './contact-imports.activities.ts';
import { importById, importErrors, insertImport, updateImport } from './contact-imports.store.ts';
import { contactByPhone, insertContact } from '../contacts/contacts.store.ts';
import { suppress, suppressionSourcesOf, type SuppressionSource } from '../suppressions/suppressions.store.ts';

let db: TestDatabase;
let folder: string;
let files: FileStore;
let workspaceId: string;
const at = '2026-03-15T07:00:00.000Z';
const hashPhone = keyedHash(Buffer.alloc(32, 1));

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'imports-'));
  files = folderFileStore(folder);
});
beforeEach(async () => {
  workspaceId = await insertWorkspace(db);
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Options {
  readonly mapping?: Record<string, string | null>;
  readonly default_consent_state?: 'OPT_IN';
  readonly chunkRows?: number;
}

async function prepare(content: string | Uint8Array, options: Options = {}) {
  const ref = { workspaceId, importId: newId(), jobId: newId() };
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const key = `contact-imports/${workspaceId}/${ref.importId}`;
  const written = await files.write(
    key,
    (async function* () {
      yield bytes;
    })(),
  );
  const format = /^\uFEFF?\s*[[{]/.test(Buffer.from(bytes).toString()) ? 'json' : 'csv';
  await db.asWorkspace(workspaceId, (tx) =>
    insertImport(tx, workspaceId, {
      ...{
        id: ref.importId,
        job_id: ref.jobId,
        status: 'queued',
        format,
        file_key: key,
        file_name: 'people',
        ...written,
      },
      ...{
        mapping: options.mapping ?? {},
        default_consent_state: options.default_consent_state ?? null,
        evidence: { flagged: true },
      },
      ...{
        processed: 0,
        created: 0,
        updated: 0,
        errors: 0,
        suppressed: 0,
        error: null,
        created_at: at,
        started_at: null,
        completed_at: null,
      },
    }),
  );
  return ref;
}
type Ref = Awaited<ReturnType<typeof prepare>>;

const activities = (changes: Partial<Parameters<typeof contactImportsActivities>[0]> = {}) =>
  contactImportsActivities({
    ...{ asWorkspace: db.asWorkspace, now: () => new Date(at), newId, files, hashPhone },
    ...{ log: pino({ level: 'silent' }), ...changes },
  });
const carryOut = (ref: Ref, changes: Parameters<typeof activities>[0] = {}) =>
  new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(activities(changes).importContacts, ref);
const stored = (ref: Ref) => db.asWorkspace(workspaceId, (tx) => importById(tx, workspaceId, ref.importId));
const errorsOf = (ref: Ref) =>
  db.asWorkspace(workspaceId, (tx) => importErrors(tx, workspaceId, { importId: ref.importId, limit: 100 }));
const contact = (phone: string) => db.asWorkspace(workspaceId, (tx) => contactByPhone(tx, workspaceId, phone));
async function imported(content: string | Uint8Array, options: Options = {}) {
  const ref = await prepare(content, options);
  await carryOut(ref, { ...(options.chunkRows === undefined ? {} : { chunkRows: options.chunkRows }) });
  return { ref, row: await stored(ref), errors: await errorsOf(ref) };
}

test('the document’s own CSV is imported with its consent and evidence', async () => {
  const { ref, row } = await imported(
    'phone_e164,name,city,tier,consent_state\n+14155551234,John Doe,San Francisco,premium,OPT_IN\n+14155555678,Jane Smith,Austin,standard,OPT_IN\n',
  );

  expect(row).toMatchObject({ status: 'completed', processed: 2, created: 2, updated: 0, errors: 0, suppressed: 0 });
  expect(await contact('+14155551234')).toMatchObject({
    consent_state: 'OPT_IN',
    attributes: { name: 'John Doe', city: 'San Francisco', tier: 'premium' },
  });
  const ledger = await db.asWorkspace(workspaceId, (tx) =>
    select(tx, sql`select state, source, evidence from messaging_consents order by evidence->'row'`),
  );
  expect(ledger[1]).toEqual({
    state: 'OPT_IN',
    source: 'import',
    evidence: { flagged: true, import_id: ref.importId, file: 'people', row: 2 },
  });
});

test('a byte order mark, semicolons, CRLF, quoted newlines and columns to map or leave out are understood', async () => {
  const { row } = await imported('\uFEFF"Mobile; main";Vorname;Notiz\r\n+4930123;"Zoë\r\n""Z""";x\r\n', {
    mapping: { 'Mobile; main': 'phone_e164', Vorname: 'name', Notiz: null },
  });

  expect(row).toMatchObject({ processed: 1, created: 1 });
  expect((await contact('+4930123'))?.attributes).toEqual({ name: 'Zoë\r\n"Z"' });
});

test('UTF-16 with tabs, as spreadsheets save it, is understood', async () => {
  await imported(Buffer.from('\uFEFFphone_e164\tcity\r\n+4930123\tKöln\r\n', 'utf16le'));

  expect((await contact('+4930123'))?.attributes).toEqual({ city: 'Köln' });
});

test.each([
  ['an array', '[{"phone_e164":"+4930123","age":42,"attributes":{"vip":true}}, {"phone_e164":"+4930124"}]'],
  ['JSON lines', '{"phone_e164":"+4930123","age":42,"attributes":{"vip":true}}\n{"phone_e164":"+4930124"}\n'],
])('JSON as %s keeps the types of its values', async (_name, content) => {
  const { row } = await imported(content, { default_consent_state: 'OPT_IN' });

  expect(row).toMatchObject({ status: 'completed', created: 2 });
  expect(await contact('+4930123')).toMatchObject({ attributes: { age: 42, vip: true }, consent_state: 'OPT_IN' });
});

test('every row that is left out has its reasons, and the others are imported', async () => {
  const { row, errors } = await imported(
    'phone_e164,consent_state,time_zone,city\n123,MAYBE,Mars,x\n+4930123,opt_in,Europe/Berlin,Bonn\n,,,Ulm\n+1,a,b,c,d\n+4930124,,,M\0\n',
  );

  expect(row).toMatchObject({ status: 'completed', processed: 5, created: 1, errors: 4 });
  expect(errors.map(({ row: number, field }) => [number, field])).toEqual([
    [1, 'phone_e164'],
    [1, 'consent_state'],
    [1, 'time_zone'],
    [3, 'phone_e164'],
    [4, null],
    [5, 'city'],
  ]);
});

test('a number that repeats counts as an update, within a chunk and across them, and the last row wins', async () => {
  const lines = ['phone_e164,city,tier', '+4930123,Bonn,a', '+4930123,Ulm,', '+4930124,Kiel,b', '+4930123,Jena,'];
  for (const chunkRows of [100, 2]) {
    workspaceId = await insertWorkspace(db);
    const { row } = await imported(lines.join('\n'), { chunkRows });

    expect(row).toMatchObject({ processed: 4, created: 2, updated: 2, errors: 0 });
    expect((await contact('+4930123'))?.attributes).toEqual({ city: 'Jena', tier: 'a' });
  }
});

test('a file that cannot be read to its end fails with the reason, after what came before', async () => {
  const { row } = await imported('phone_e164,city\n+4930123,Bonn\n+4930124,"open\n');

  expect(row).toMatchObject({
    status: 'failed',
    processed: 1,
    created: 1,
    error: expect.stringContaining('never closes'),
  });
});

test('a header without the number fails and says which column to name', async () => {
  expect((await imported('mobile,city\n+4930123,Bonn\n')).row).toMatchObject({
    status: 'failed',
    processed: 0,
    error: expect.stringContaining('phone_e164'),
  });
});

test('an import killed between chunks goes on where it was, and every row is counted once', async () => {
  const ref = await prepare(['phone_e164', ...Array.from({ length: 25 }, (_, n) => `+49301${100 + n}`)].join('\n'));
  let commits = 0;
  const dying: TestDatabase['asWorkspace'] = async (id, work) => {
    if ((commits += 1) === 4) throw new Error('killed');
    return await db.asWorkspace(id, work);
  };
  await expect(carryOut(ref, { asWorkspace: dying, chunkRows: 5 })).rejects.toThrow('killed');
  expect(await stored(ref)).toMatchObject({ status: 'running', processed: 10, created: 10 });

  await carryOut(ref, { chunkRows: 5 });

  expect(await stored(ref)).toMatchObject({ status: 'completed', processed: 25, created: 25, updated: 0 });
});

test('a cancelled import merges nothing more', async () => {
  const ref = await prepare('phone_e164\n+4930123\n');
  await db.asWorkspace(workspaceId, (tx) => updateImport(tx, workspaceId, { id: ref.importId, status: 'cancelled' }));

  await carryOut(ref);

  expect(await stored(ref)).toMatchObject({ status: 'cancelled', processed: 0 });
  expect(await contact('+4930123')).toBeUndefined();
});

test('a cancellation stops the activity between chunks', async () => {
  const ref = await prepare('phone_e164\n+4930123\n+4930124\n');
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  environment.on('heartbeat', () => environment.cancel());

  await expect(environment.run(activities({ chunkRows: 1 }).importContacts, ref)).rejects.toThrow('CANCELLED');
  await environment.run(activities().endContactImport, { ...ref, status: 'cancelled' as const, error: null });

  expect(await stored(ref)).toMatchObject({ status: 'cancelled', created: 0 });
});

const states = ['OPT_IN', 'OPT_OUT', 'STOP'] as const;
const cases = ([null, ...states] as const).flatMap((old) => states.map((asked) => [old, asked] as const));

test.each(cases)('from %s an import that states %s ends as decideConsent says', async (old, asked) => {
  const phone = '+4930123';
  if (old !== null) await seed(phone, old);

  await imported(`phone_e164,consent_state\n${phone},${asked}\n`);

  const allowed = decideConsent(old === null ? null : { state: old, source: 'keyword' }, {
    state: asked,
    source: 'import',
    evidence: 'file',
  }).allowed;
  expect((await contact(phone))?.consent_state).toBe(allowed ? asked : old);
});

test.each<[SuppressionSource, string]>([
  ['keyword', 'STOP'],
  ['operator', 'STOP'],
  ['deletion', 'OPT_OUT'],
])('a number suppressed by %s comes back as %s, and is counted', async (source, state) => {
  const suppression = { id: newId(), workspaceId, phoneHmac: hashPhone('+4930123'), source, reason: 'test', at };
  await db.asWorkspace(workspaceId, (tx) => suppress(tx, suppression));

  const { row } = await imported('phone_e164,consent_state\n+4930123,OPT_IN\n+4930124,OPT_IN\n');

  expect(row).toMatchObject({ created: 2, suppressed: 1 });
  expect((await contact('+4930123'))?.consent_state).toBe(state);
});

test('a STOP stated by a file reaches the suppression list', async () => {
  await imported('phone_e164,consent_state\n+4930123,STOP\n');

  expect(
    await db.asWorkspace(workspaceId, (tx) => suppressionSourcesOf(tx, workspaceId, hashPhone('+4930123'))),
  ).toEqual(['operator']);
});

test('the end is told once, with the counts, to the job and as an event', async () => {
  const { ref } = await imported('phone_e164\n+4930123\n');
  await carryOut(ref);

  const events = await db.asWorkspace(workspaceId, (tx) => select(tx, sql`select name, data from outbox_events`));
  expect(events).toEqual([
    {
      name: 'messaging.contactImports.completed',
      data: { import_id: ref.importId, status: 'completed', processed: 1, created: 1, updated: 0, errors: 0 },
    },
  ]);
});

async function seed(phone: string, state: (typeof states)[number]) {
  const id = newId();
  const row = {
    id,
    phone_e164: phone,
    consent_state: state,
    consent_updated_at: at,
    attributes: {},
    time_zone: null,
    created_at: at,
    updated_at: at,
    last_message_received: null,
  };
  await db.asWorkspace(workspaceId, async (tx) => {
    await insertContact(tx, workspaceId, row);
    await recordConsent(tx, {
      id: newId(),
      workspaceId,
      contactId: id,
      phoneHmac: hashPhone(phone),
      state,
      source: 'keyword',
      evidence: {},
      at,
    });
    await run(tx, sql`select 1`);
  });
}
