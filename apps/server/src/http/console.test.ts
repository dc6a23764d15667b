import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTestApp, fakeInvoker } from '../testing/doors/doors.ts';

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-console-'));
  await mkdir(join(folder, 'console/assets'), { recursive: true });
  await writeFile(join(folder, 'console/index.html'), '<!doctype html><title>Console</title>');
  await writeFile(join(folder, 'console/assets/main-abc.js'), 'plain');
  await writeFile(join(folder, 'console/assets/main-abc.js.br'), 'as brotli');
  await writeFile(join(folder, 'console/assets/main-abc.js.gz'), 'as gzip');
  await writeFile(join(folder, 'console/.built-from'), 'digest');
  await writeFile(join(folder, 'secret.js'), 'secret');
  app = await buildTestApp({ invoker: fakeInvoker({}), config: { consoleFolder: join(folder, 'console') } });
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const page = { accept: 'text/html,application/xhtml+xml' };

test.each(['/', '/audiences/contacts/+14155551234', '/campaigns/42?tab=report'])(
  '%s is the console’s page',
  async (url) => {
    const response = await app.inject({ url, headers: page });

    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('<title>Console</title>');
    expect(response.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-frame-options': 'DENY' });
  },
);

test('the page runs no script but its own, and is framed by nobody', async () => {
  const { headers } = await app.inject({ url: '/', headers: page });

  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
});

test.each(['/api/v1/nothing', '/trpc', '/compat/nothing', '/docs/nothing', '/health/nothing', '/assets/gone.js'])(
  '%s stays a problem, even for a browser',
  async (url) => {
    const response = await app.inject({ url, headers: page });

    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'not_found' });
  },
);

test('a program that asks for JSON at a path nobody serves is told so', async () => {
  const response = await app.inject({ url: '/audiences', headers: { accept: 'application/json' } });

  expect(response.statusCode).toBe(404);
});

test('files are sent as small as the browser can read them, and kept for ever when their name holds their digest', async () => {
  const asked = (encodings: string) =>
    app.inject({ url: '/assets/main-abc.js', headers: { 'accept-encoding': encodings } });

  expect((await asked('gzip, deflate, br')).body).toBe('as brotli');
  expect((await asked('gzip;q=1.0, br;q=0')).body).toBe('as gzip');
  expect((await asked('identity')).body).toBe('plain');
  expect((await asked('br')).headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
});

test.each(['/../secret.js', '/..%2fsecret.js', '/%2e%2e/secret.js', '/assets/..%5c..%5csecret.js', '/.built-from'])(
  '%s gives nothing that is not the console’s',
  async (url) => {
    const response = await app.inject({ url, headers: { accept: '*/*' } });

    expect(response.statusCode).toBe(404);
  },
);
