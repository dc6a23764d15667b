// What somebody writes by hand for the same two routes: Fastify, zod, the same statements, nothing that the routes do not need.
import { templates } from '@marquee/api/messaging/templates.contract';
import { countSms } from '@marquee/rules/messaging/sms/sms-parts';
import { fillTemplate } from '@marquee/rules/messaging/sms/template-text';
import { connectionOf, migrationsFolder, newId, openDatabase } from '@marquee/server/testing';
import Fastify, { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { ZodError } from 'zod';

const [dataDir = '', keyCount = '1', templateCount = '1'] = process.argv.slice(2);
const database = await openDatabase({ databaseUrl: null, dataDir, connectionsMax: 1, migrationsFolder });
const workspaceId = newId();
const asSystem = { kind: 'system', reason: 'bench' } as const;
const scope = { kind: 'workspace', workspaceId } as const;
const prefix = '/api/v1/messaging/templates';

interface Key {
  readonly id: string;
  /** A key may be revoked: it is looked up again every ten seconds. */
  until: number;
  readonly minute: Bucket;
  readonly second: Bucket;
}

interface Bucket {
  tokens: number;
  atMs: number;
  readonly quota: number;
  readonly windowSeconds: number;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const callers = new Map<string, Key>();

/** Signs in and counts the call; the tighter of its two limits goes into the headers. */
async function enter(request: FastifyRequest, reply: FastifyReply): Promise<Key> {
  const secret = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(secret).digest('hex');
  const key = callers.get(hash);
  if (key === undefined) throw new Refusal(401, 'unauthenticated', 'Send a known API key');
  const nowMs = Date.now();
  if (nowMs > key.until) {
    key.until = nowMs + 10_000;
    await database.transaction(asSystem, { access: 'write' }, async (db) => {
      const { rows } = await connectionOf(db).objects('select id from rival_keys where hash = $1', [hash]);
      if (rows.length === 0) throw new Refusal(401, 'unauthenticated', 'The key has been revoked');
      await connectionOf(db).objects('update rival_keys set used_at = now() where hash = $1 and used_at is null', [
        hash,
      ]);
    });
  }
  const minuteLeft = take(key.minute, nowMs);
  const secondLeft = take(key.second, nowMs);
  if (minuteLeft < 0 || secondLeft < 0) throw new Refusal(429, 'rate_limited', 'Too many calls');
  const [bucket, left] = minuteLeft / 1000 < secondLeft / 100 ? [key.minute, minuteLeft] : [key.second, secondLeft];
  const name = bucket === key.minute ? 'default' : 'default-burst';
  const reset = Math.ceil(((bucket.quota - left) * bucket.windowSeconds) / bucket.quota);
  void reply.header('ratelimit-policy', `"${name}";q=${bucket.quota};w=${bucket.windowSeconds}`);
  void reply.header('ratelimit', `"${name}";r=${left};t=${reset}`);
  return key;
}

function take(bucket: Bucket, nowMs: number): number {
  const earned = ((nowMs - bucket.atMs) / 1000) * (bucket.quota / bucket.windowSeconds);
  bucket.tokens = Math.min(bucket.quota, bucket.tokens + earned) - 1;
  bucket.atMs = nowMs;
  return Math.floor(bucket.tokens);
}

interface Template {
  readonly id: string;
  readonly name: string;
  readonly content: string;
  readonly variables: readonly string[];
  readonly is_active: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

const worstValue = 'ж'.repeat(40);

function answer(template: Template) {
  const worst = fillTemplate(
    template.content,
    Object.fromEntries(template.variables.map((name) => [name, worstValue])),
  );
  return { ...template, ...sizeOf(template.content), worst_case: sizeOf(worst.text) };
}

function sizeOf(text: string) {
  const { encoding, parts, normalised } = countSms(text);
  return { encoding, parts, character_count: Array.from(normalised).length };
}

const selectTemplate =
  'select id, name, content, variables, is_active, created_at, updated_at from messaging_templates where workspace_id = $1 and id = $2';
const selectName = 'select 1 from messaging_templates where workspace_id = $1 and name = $2 and id <> $3';
const insertTemplate =
  'insert into messaging_templates (workspace_id, id, name, content, variables, is_active, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)';
const insertAudit =
  "insert into audit_entries (workspace_id, id, at, actor_kind, actor_id, operation, request_id, outcome, facts) values ($1, $2, $3, 'api_key', $4, $5, $6, 'done', $7)";

const log = pino(
  { base: { version: '0' }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination(join(dataDir, 'server.log')),
);
const app = Fastify({
  loggerInstance: log,
  logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
  bodyLimit: 1024 * 1024,
  genReqId: (raw) => (typeof raw.headers['x-request-id'] === 'string' ? raw.headers['x-request-id'] : newId()),
});

app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
app.addHook('onResponse', async (request, reply) => {
  request.log.info(
    { method: request.method, route: request.routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime },
    'request',
  );
});
app.setErrorHandler((error, request, reply) => {
  const refusal = refusalOf(error);
  const { status, code, message: detail } = refusal;
  const problem = {
    type: `https://marquee.dev/problems/${code}`,
    title: code,
    status,
    detail,
    code,
    instance: request.url,
    request_id: request.id,
  };
  return reply.code(status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
});

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError) return new Refusal(400, 'validation_failed', error.message);
  return new Refusal(500, 'internal', 'The request failed');
}

app.get(`${prefix}/:template_id`, async (request, reply) => {
  await enter(request, reply);
  const { template_id: id } = templates.get.input.parse(request.params);
  const { rows } = await database.transaction(scope, { access: 'read' }, (db) =>
    connectionOf(db).objects(selectTemplate, [workspaceId, id]),
  );
  const found = rows[0] as Template | undefined; // the columns selected above
  if (found === undefined) throw new Refusal(404, 'not_found', 'No template has this id.');
  return reply.header('cache-control', 'no-store').send(answer(found));
});

app.post(prefix, async (request, reply) => {
  const key = await enter(request, reply);
  const { name, content, variables = [], is_active } = templates.create.input.parse(request.body);
  const at = new Date().toISOString();
  const template = { id: newId(), name, content, variables, is_active, created_at: at, updated_at: at };
  await database.transaction(scope, { access: 'write' }, async (db) => {
    const session = connectionOf(db);
    const { rows } = await session.objects(selectName, [workspaceId, name, template.id]);
    if (rows.length > 0) throw new Refusal(409, 'conflict', 'Another template has this name.');
    await session.objects(insertTemplate, [
      workspaceId,
      template.id,
      name,
      content,
      JSON.stringify(variables),
      is_active,
      at,
      at,
    ]);
    await session.objects(insertAudit, [
      workspaceId,
      newId(),
      at,
      key.id,
      'messaging.templates.create',
      request.id,
      '{}',
    ]);
  });
  return reply
    .code(201)
    .header('location', `${prefix}/${template.id}`)
    .header('cache-control', 'no-store')
    .send(answer(template));
});

if (!('exec' in database)) throw new Error('the bench runs on PGlite');
await database.exec('create table rival_keys (hash text primary key, id uuid not null, used_at timestamptz)');
await database.exec('grant all on rival_keys to marquee_system');
await database.transaction(asSystem, { access: 'write' }, async (db) => {
  await connectionOf(db).objects(
    "insert into workspaces (id, name, time_zone, created_at) values ($1, 'Bench', 'UTC', now())",
    [workspaceId],
  );
});
const keys = Array.from({ length: Number(keyCount) }, () => {
  const secret = `mq_live_${randomBytes(24).toString('base64url')}`;
  const full = { tokens: 1000, atMs: Date.now(), quota: 1000, windowSeconds: 60 };
  const second = { tokens: 100, atMs: Date.now(), quota: 100, windowSeconds: 1 };
  callers.set(createHash('sha256').update(secret).digest('hex'), { id: newId(), until: 0, minute: full, second });
  return secret;
});
await database.transaction(asSystem, { access: 'write' }, async (db) => {
  for (const [hash, { id }] of callers)
    await connectionOf(db).objects('insert into rival_keys (hash, id) values ($1, $2)', [hash, id]);
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
const ids: string[] = [];
while (ids.length < Number(templateCount)) {
  const content = 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.';
  const body = JSON.stringify({ name: `Seed ${ids.length}`, content, variables: ['name', 'city'] });
  const headers = {
    authorization: `Bearer ${keys[ids.length % keys.length] ?? ''}`,
    'content-type': 'application/json',
  };
  const made = (await (await fetch(`${url}${prefix}`, { method: 'POST', headers, body })).json()) as { id: string }; // answered above
  ids.push(made.id);
}
process.stdout.write(`READY ${JSON.stringify({ url, keys, ids })}\n`);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
