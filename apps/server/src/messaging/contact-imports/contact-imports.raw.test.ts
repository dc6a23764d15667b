import { ApiError } from '@marquee/api/errors';
import { contactImports } from '@marquee/api/messaging/contact-imports.contract';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, select } from '../../database/sql.ts';
import { s3FileStore } from '../../gateways/s3.ts';
import { invokerOf } from '../../kernel/invoke.ts';
import type { Invoker } from '../../kernel/invoker.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../../kernel/limits/limits.ts';
import { folderFileStore, type FileStore } from '../../lib/files.ts';
import { newId } from '../../lib/ids.ts';
import { callerOf, incoming, unwatched } from '../../testing/calls.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { insertWorkspace } from '../../testing/workspaces.ts';
import { contactImportsService } from './contact-imports.service.ts';

let db: TestDatabase;
let invoker: Invoker;
let folder: string;
let workspaceId: string;
let actingFor: string;

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  workspaceId = await insertWorkspace(db);
  actingFor = workspaceId;
  invoker = invokerOver(folderFileStore(folder));
});
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function invokerOver(files: FileStore): Invoker {
  return invokerOf({
    database: db.database,
    services: { messaging: { contactImports: contactImportsService({ files, importBytesMax: 1000 }) } },
    authenticate: async () => callerOf(actingFor, 'operator'),
    watchCaller: unwatched,
    limits: limitsOver(bucketsInMemory(), { ...defaultPolicies }, () => new Date(0)),
    now: () => new Date('2026-03-15T07:00:00Z'),
    newId,
    log: pino({ level: 'silent' }),
    wake: () => undefined,
  });
}

async function* chunks(text: string) {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
}
async function raw(
  name: 'create' | 'errors',
  request: { params?: object; headers?: Record<string, string>; body?: string },
) {
  const call = {
    params: request.params ?? {},
    headers: request.headers ?? {},
    body: chunks(request.body ?? ''),
    signal: AbortSignal.timeout(10_000),
  };
  const { response } = await invoker.invokeRaw({
    name: `messaging.contactImports.${name}`,
    operation: contactImports[name],
    request: call,
    incoming: incoming(),
  });
  const parts: string[] = [];
  const { body = '' } = response;
  if (typeof body === 'string') parts.push(body);
  else for await (const part of body) parts.push(String(part));
  return { ...response, text: parts.join('') };
}
const upload = async (body: string, params: object = {}) =>
  JSON.parse((await raw('create', { params, headers: { 'content-type': 'text/csv' }, body })).text);
const refusal = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.catch((failure: unknown) => failure);
  return error instanceof ApiError
    ? [error.code, ...(error.errors ?? []).map(({ pointer }) => pointer)].join(' ')
    : error;
};
const stored = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile()).length;

test('a form field with a character that no text can hold is refused by its name', async () => {
  const body = [
    ...['--b', 'Content-Disposition: form-data; name="evidence"', '', 'no\u0000te'],
    ...['--b', 'Content-Disposition: form-data; name="file"; filename="people.csv"', '', 'phone_e164'],
    ...['--b--', ''],
  ].join('\r\n');
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };

  expect(await refusal(raw('create', { headers, body }))).toBe('validation_failed /evidence');
});

test('a multipart upload is stored, then promised: record, job and workflow', async () => {
  const body = [
    ...[
      '--b',
      'Content-Disposition: form-data; name="file"; filename="people.csv"',
      'Content-Type: text/csv',
      '',
      'mobile;name',
      '+4930123;Ann',
      '',
    ],
    ...['--b', 'Content-Disposition: form-data; name="mapping"', '', '{"mobile":"phone_e164"}'],
    ...['--b', 'Content-Disposition: form-data; name="evidence"', '', 'sign-up sheet', '--b--', ''],
  ].join('\r\n');

  const answer = await raw('create', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body });

  const made = contactImports.create.output?.parse(JSON.parse(answer.text)) as { id: string; job_id: string };
  expect(answer).toMatchObject({ status: 202, headers: { location: `/api/v1/messaging/contact-imports/${made.id}` } });
  expect(made).toMatchObject({
    status: 'queued',
    format: 'csv',
    file_name: 'people.csv',
    bytes: 27,
    mapping: { mobile: 'phone_e164' },
    processed: 0,
  });
  const commands = await db.asWorkspace(workspaceId, (tx) =>
    select(tx, sql`select workflow, workflow_id, args from outbox_commands`),
  );
  expect(commands).toEqual([
    {
      workflow: 'contactImport',
      workflow_id: `contact-import:${made.id}`,
      args: [{ workspaceId, importId: made.id, jobId: made.job_id }],
    },
  ]);
  expect(await db.asWorkspace(workspaceId, (tx) => select(tx, sql`select kind, bytes from files`))).toEqual([
    { kind: 'contact_import', bytes: 27 },
  ]);
});

test('the body may be the file itself, and JSON is recognised by what it is', async () => {
  expect(
    await upload('\uFEFF [{"phone_e164":"+4930123"}]', { file_name: 'x', default_consent_state: 'OPT_IN' }),
  ).toMatchObject({
    ...{ format: 'json', file_name: 'x', default_consent_state: 'OPT_IN', mapping: {} },
  });
});

test('a file that is too large, empty or wrongly described is refused and leaves nothing', async () => {
  const before = await stored();

  expect(await refusal(upload('x'.repeat(1001)))).toBe('payload_too_large');
  expect(await refusal(upload(''))).toBe('validation_failed /file');
  expect(await refusal(upload('a', { mapping: '[1' }))).toBe('validation_failed /mapping');
  expect(await refusal(upload('a', { mapping: '{"a":"created_at"}' }))).toBe('validation_failed /mapping');
  expect(
    await refusal(raw('create', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b--\r\n' })),
  ).toBe('validation_failed /file');
  expect(await stored()).toBe(before);
});

test('while the bucket that files go to is away, an upload is told to come again, and nothing is promised', async () => {
  const nowhere = { bucket: 'uploads', endpoint: 'http://127.0.0.1:9', region: 'us-east-1', prefix: '' };
  using away = await s3FileStore({ ...nowhere, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  const headers = { 'content-type': 'text/csv' };
  const call = { params: {}, headers, body: chunks('phone_e164\n+4930123'), signal: AbortSignal.timeout(10_000) };
  const imports = async () => {
    const rows = await db.asWorkspace(workspaceId, (tx) => select(tx, sql`select id from messaging_contact_imports`));
    return rows.length;
  };
  const before = await imports();

  const told = invokerOver(away).invokeRaw({
    ...{
      name: 'messaging.contactImports.create',
      operation: contactImports.create,
      request: call,
      incoming: incoming(),
    },
  });

  await expect(told).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 30 });
  expect(await imports()).toBe(before);
});

test('errors are downloaded as CSV that no spreadsheet runs, by the workspace only', async () => {
  const { id } = await upload('phone_e164\n');
  await db.asWorkspace(workspaceId, (tx) =>
    run(
      tx,
      sql`insert into messaging_contact_import_errors (workspace_id, import_id, row_number, position, field, reason)
                select ${workspaceId}, ${id}, n, 0, '=cmd()', 'is "bad"' from generate_series(1, 2001) n`,
    ),
  );

  const answer = await raw('errors', { params: { import_id: id } });

  expect(answer.headers?.['content-type']).toBe('text/csv; charset=utf-8');
  const lines = answer.text.split('\r\n');
  expect([lines.length, lines[0], lines[2001]]).toEqual([2003, 'row,field,reason', `2001,'=cmd(),"is ""bad"""`]);
  actingFor = await insertWorkspace(db);
  expect(await refusal(raw('errors', { params: { import_id: id } }))).toBe('not_found');
  actingFor = workspaceId;
});

test('cancelling ends the record and its job at once, twice the same, and tells the workflow', async () => {
  const { id, job_id } = await upload('phone_e164\n');
  const cancel = () =>
    invoker.invoke({
      name: 'messaging.contactImports.cancel',
      operation: contactImports.cancel,
      input: { import_id: id },
      incoming: incoming(),
    });

  expect((await cancel()).value).toMatchObject({ status: 'cancelled' });
  expect((await cancel()).value).toMatchObject({ status: 'cancelled' });

  const jobs = await db.asWorkspace(workspaceId, (tx) => select(tx, sql`select status from jobs where id = ${job_id}`));
  expect(jobs).toEqual([{ status: 'cancelled' }]);
  const signals = await db.asWorkspace(workspaceId, (tx) =>
    select(
      tx,
      sql`select signal from outbox_commands where kind = 'signal' and workflow_id = ${`contact-import:${id}`}`,
    ),
  );
  expect(signals).toEqual([{ signal: 'cancel' }]);
  const { value } = await invoker.invoke({
    name: 'messaging.contactImports.list',
    operation: contactImports.list,
    input: { status: 'cancelled', limit: 50, include_total: true },
    incoming: incoming(),
  });
  expect(value).toMatchObject({ items: [{ id }], page: { total: 1 } });
});
