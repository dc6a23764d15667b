import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { startChild, type MeasuredChild } from './harness/child.ts';
import { startInstallation, type Api } from './harness/installation.ts';
import { makeLoad, type LoadRequest } from './harness/load.ts';
import { interleaved, median, medianRatio, type Round } from './harness/measure.ts';
import type { BenchResult, Figure } from './harness/results.ts';

const rounds = 9;
const getsARound = 1500;
const postsARound = 800;
// Enough keys that the limit of each, 100 calls a second, is counted but not met.
const keyCount = 48;
const connections = 8;

/** REST through every layer of the server against a hand-written Fastify + zod server: requests a CPU second. */
export async function rest(): Promise<BenchResult> {
  await using stack = new AsyncDisposableStack();
  const contestants = { ours: stack.use(await startOurs()), rival: stack.use(await startRival()) };
  const measure = (kind: 'get' | 'post', count: number) =>
    interleaved(rounds, {
      ours: () => cpuPerRequest(contestants.ours, kind, count),
      rival: () => cpuPerRequest(contestants.rival, kind, count),
    });
  for (const each of Object.values(contestants)) {
    await cpuPerRequest(each, 'get', getsARound);
    await cpuPerRequest(each, 'post', postsARound);
  }
  const idleCpuMs = await idle(contestants.ours.child);
  const gets = await measure('get', getsARound);
  const posts = await measure('post', postsARound);
  return {
    title: 'REST beside hand-written Fastify + zod',
    method:
      `Templates: GET by id and POST, ${getsARound} and ${postsARound} requests a round over ${connections} connections from another process, ${rounds} rounds in turns after a warm-up. ` +
      'CPU time of all threads of each server, its PGlite included. The rival makes the same statements in the same transaction scope through the same PGlite connection, ' +
      'with API keys looked up again every ten seconds, request id, limits and their headers, problem bodies and one log line.',
    figures: [
      ...figuresOf('GET by id', gets),
      ...figuresOf('POST', posts),
      { name: 'our CPU use with no requests, of one core', value: idleCpuMs / 1000, unit: 'ratio' },
    ],
  };
}

function figuresOf(name: string, measured: readonly Round<number>[]): readonly Figure[] {
  // Requests a CPU second, ours by the rival's: the inverse of CPU time a request.
  const ratio = 1 / medianRatio(measured, (cpuMs) => cpuMs);
  return [
    { name: `${name}: requests a CPU second, ours by the rival's`, value: ratio, unit: 'ratio', target: { min: 0.8 } },
    { name: `${name}: ours`, value: 1000 / median(measured.map(({ ours }) => ours)), unit: 'per_cpu_s' },
    { name: `${name}: the rival`, value: 1000 / median(measured.map(({ rival }) => rival)), unit: 'per_cpu_s' },
  ];
}

interface Contestant extends AsyncDisposable {
  readonly child: MeasuredChild;
  readonly url: string;
  readonly keys: readonly string[];
  readonly ids: readonly string[];
}

let posted = 0;

/** Milliseconds of CPU a request. */
async function cpuPerRequest(
  { child, url, keys, ids }: Contestant,
  kind: 'get' | 'post',
  count: number,
): Promise<number> {
  const key = (n: number) => keys[n % keys.length] ?? '';
  const get = (n: number): LoadRequest => ({
    method: 'GET',
    path: `${templates}/${ids[n % ids.length] ?? ''}`,
    key: key(n),
  });
  const post = (n: number): LoadRequest => ({
    method: 'POST',
    path: templates,
    key: key(n),
    body: JSON.stringify(template((posted += 1))),
  });
  const before = await child.usage();
  await makeLoad({ url, count, connections, status: kind === 'get' ? 200 : 201, request: kind === 'get' ? get : post });
  const after = await child.usage();
  return (after.cpuMs - before.cpuMs) / count;
}

const templates = '/api/v1/messaging/templates';

function template(n: number) {
  return {
    name: `Bench ${n}`,
    content: 'Hi {name}! Our spring sale starts today in {city}. Reply STOP to opt out.',
    variables: ['name', 'city'],
  };
}

async function startOurs(): Promise<Contestant> {
  const installation = await startInstallation();
  const { api, server, url } = installation;
  await installation.engine();
  return {
    ...{ child: server, url, keys: await makeKeys(api), ids: await makeTemplates(api) },
    [Symbol.asyncDispose]: () => installation[Symbol.asyncDispose](),
  };
}

async function makeKeys(api: Api): Promise<readonly string[]> {
  const keys: string[] = [];
  while (keys.length < keyCount) {
    const asked = { name: `Bench ${keys.length}`, scopes: ['messaging:read', 'messaging:write'] };
    keys.push((await api.call<{ key: string }>('POST', '/api/v1/workspace/api-keys', asked)).key);
  }
  return keys;
}

async function makeTemplates(api: Api): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < 50) ids.push((await api.call<{ id: string }>('POST', templates, template((posted += 1)))).id);
  return ids;
}

async function startRival(): Promise<Contestant> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(join(tmpdir(), 'marquee-bench-')));
  const args = [folder.path, String(keyCount), '50'];
  const child = stack.use(startChild({ script: new URL('./rest-rival.ts', import.meta.url), args }));
  const [, ready = ''] = await child.line(/^READY (.*)$/);
  const told = JSON.parse(ready) as { url: string; keys: string[]; ids: string[] }; // the rival prints exactly this
  const owned = stack.move();
  return { child, ...told, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Milliseconds of CPU that one idle second takes. */
async function idle(child: MeasuredChild): Promise<number> {
  const before = await child.usage();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  return ((await child.usage()).cpuMs - before.cpuMs) / 3;
}
