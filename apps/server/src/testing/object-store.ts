import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { S3Settings } from '../gateways/s3.ts';
import { newId } from '../lib/ids.ts';
import { buildEngine, type EngineBuild } from '../temporal/engine-build.ts';
import { engineCacheDir, onPath } from '../temporal/engine.ts';
import { freePort } from './free-port.ts';

/** An S3-compatible server of the tests' own, gone with its data when disposed. */
export interface ObjectStore extends AsyncDisposable {
  readonly endpoint: string;
  /** A bucket of its own, and how to reach it. */
  readonly newBucket: () => Promise<S3Settings>;
}

const version = '1.8.0';
const sourceDir = fileURLToPath(new URL('../../../../tools/object-store', import.meta.url));
const credentials = { accessKeyId: 'marquee-tests', secretAccessKey: 'not a secret' };

/** Whether this machine has an object store to test on. In continuous integration its absence is a failure, not a skip. */
export function hasObjectStore(): boolean {
  return existsSync(programPath());
}

/** Builds it with Go, once for this user; a machine without Go is told so. */
export async function buildObjectStore(onProgress: EngineBuild['onProgress']): ReturnType<typeof buildEngine> {
  const target = programPath();
  if (existsSync(target)) return { ok: true, path: target };
  const goPackage = 'github.com/versity/versitygw/cmd/versitygw';
  const go = onPath('go', process.env);
  const what = 'the object store for tests';
  return await buildEngine({ target, go, sourceDir, goPackage, what, environment: process.env, onProgress });
}

/** Starts one on loopback. */
export async function startObjectStore(): Promise<ObjectStore> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-objects-'));
  const [data, notes] = [join(folder, 'data'), join(folder, 'notes')];
  await Promise.all([mkdir(data), mkdir(notes)]);
  const address = `127.0.0.1:${await freePort()}`;
  // Notes in files of their own: not every file system here has extended attributes.
  const child = spawn(programPath(), ['--quiet', '--port', address, 'posix', '--sidecar', notes, data], {
    stdio: 'ignore',
    env: { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey },
  });
  const ended = once(child, 'exit');
  const endpoint = `http://${address}`;
  await answers(endpoint);
  return {
    endpoint,
    async newBucket() {
      const bucket = `test-${newId()}`;
      // A folder at its top is a bucket to it.
      await mkdir(join(data, bucket));
      return { bucket, endpoint, region: 'us-east-1', credentials, prefix: 'marquee' };
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function programPath(): string {
  return join(engineCacheDir(process.env), `versitygw-${version}`);
}

async function answers(endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      return;
    await pause(100);
  }
  throw new Error('the object store did not become ready');
}
