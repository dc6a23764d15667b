import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { openLiveServer, type LiveServer } from '../testing/doors/live-server.ts';
import { openSocket } from '../testing/doors/sockets.ts';

let db: TestDatabase;
let server: LiveServer;
let token: string;
beforeAll(async () => {
  db = await openTestDatabase();
  server = await openLiveServer(db);
  const account = { email: 'ann@example.com', password: 'correct horse battery', full_name: 'Ann' };
  const tokens = await server.services.call('auth.register', { ...account, workspace_name: 'Ann' });
  token = tokens.access_token;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const get = async (path: string, headers = {}) => await fetch(`${server.url}/compat${path}`, { headers });

test('the ads document’s health, readiness and liveness stand bare', async () => {
  const health = await get('/ads/health');

  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({
    status: 'healthy',
    version: '0.0.0',
    environment: 'test',
    database: 'healthy',
    redis: 'elsewhere',
  });
  expect(await (await get('/ads/health/ready')).json()).toEqual({ status: 'ready', database: 'healthy' });
  expect(await (await get('/ads/health/live')).json()).toEqual({ status: 'alive' });
});

test('the ads document’s metrics are its JSON, and Prometheus text when asked for', async () => {
  const measured = await get('/ads/metrics');

  expect(await measured.json()).toEqual({
    app: { name: 'Marquee', version: '0.0.0', environment: 'test' },
    system: {
      cpu_percent: expect.any(Number),
      memory_mb: expect.any(Number),
      memory_percent: expect.any(Number),
      threads: expect.toBeOneOf([null, expect.any(Number)]),
      open_files: expect.toBeOneOf([null, expect.any(Number)]),
    },
    uptime_seconds: expect.any(Number),
  });
  expect(await (await get('/ads/metrics', { accept: 'text/plain' })).text()).toContain('# TYPE');
});

test('the metrics document’s health names its parts and stands bare', async () => {
  expect(await (await get('/metrics/v1/health')).json()).toEqual({
    api: 'healthy',
    aggregator: 'healthy',
    redis: 'elsewhere',
    timestamp: expect.stringMatching(instant),
    aggregator_stats: { queries_processed: 0, avg_latency: null, cache_hit_rate: null },
  });
});

test('the social document’s health stands in its envelope, with the services in it', async () => {
  expect(await (await get('/social/api/v1/system/health')).json()).toEqual({
    success: true,
    data: {
      status: 'healthy',
      version: '0.0.0',
      services: {
        database: 'connected',
        redis: 'elsewhere',
        stable_diffusion: 'not_configured',
        ollama: 'not_configured',
      },
      uptime_seconds: expect.any(Number),
    },
    timestamp: expect.stringMatching(instant),
  });
});

test('the social document’s socket tells each event as type, data and timestamp', async () => {
  const url = `${server.wsUrl}/compat/social/api/v1/ws/updates`;
  const { socket, received, closed } = openSocket(url, { type: 'authenticate', token, after: 0 });
  await received(1);

  const contact = await server.services.call(
    'messaging.contacts.create',
    { phone_e164: '+14155550100', consent_state: 'OPT_IN' },
    { bearer: token },
  );
  await server.services.publish();

  expect(await received(2)).toEqual([
    { type: 'ready', data: {}, timestamp: expect.stringMatching(instant) },
    {
      type: 'messaging.contacts.created',
      data: expect.objectContaining({ contact_id: contact.id }),
      timestamp: expect.stringMatching(instant),
    },
  ]);
  socket.close();
  expect(await closed).toBe(1005);
});

test('the social document’s socket refuses a stranger as an event of its own kind, and plain HTTP its own way', async () => {
  const url = `${server.wsUrl}/compat/social/api/v1/ws/updates`;
  const { received, closed } = openSocket(url, { type: 'authenticate', token: 'mq_live_nobody' });

  expect(await received(1)).toEqual([
    {
      type: 'error_occurred',
      data: { code: 'UNAUTHENTICATED', message: expect.any(String), details: {} },
      timestamp: expect.stringMatching(instant),
    },
  ]);
  expect(await closed).toBe(4401);

  const plain = await get('/social/api/v1/ws/updates');
  expect(plain.status).toBe(400);
  expect(await plain.json()).toMatchObject({ success: false, error: { code: 'MALFORMED' } });
});

test('each document’s reference shows these routes in their shapes', async () => {
  const pathsOf = async (document: string) =>
    (await (await get(`/${document}/openapi.json`)).json()) as { paths: Record<string, { get: unknown }> };

  const [ads, metrics, social] = await Promise.all(['ads', 'metrics', 'social'].map(pathsOf));

  expect(Object.keys(ads?.paths ?? {})).toEqual(
    expect.arrayContaining(['/health', '/health/live', '/health/ready', '/metrics']),
  );
  expect(metrics?.paths['/v1/health']).toBeDefined();
  expect(social?.paths['/api/v1/ws/updates']?.get).toMatchObject({
    responses: {
      200: { content: { 'application/json': { schema: { required: ['type', 'data', 'timestamp'] } } } },
    },
    security: [{ bearer: [] }, { apiKey: [] }],
  });
});
