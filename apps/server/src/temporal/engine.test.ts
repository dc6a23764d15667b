import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { resolveEngine } from './engine.ts';
import type { EngineProgress } from './engine.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test('a given address is used and nothing else is looked at', async () => {
  const engine = await resolveEngine({ address: 'temporal.internal:7233', environment: {} });

  expect(engine).toEqual({ kind: 'external', address: 'temporal.internal:7233' });
});

test('`temporal` on PATH comes before the cache, with the version of its server', async () => {
  const bin = await program('temporal', 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"');
  const cacheDir = await folderWith('temporal-dev-1.32.1', '');

  const engine = await resolveEngine({ environment: { PATH: bin }, cacheDir });

  expect(engine).toEqual({ kind: 'executable', path: join(bin, 'temporal'), version: '1.29.1', source: 'path' });
});

test('something else called `temporal` is passed over for the cached server', async () => {
  const bin = await program('temporal', 'echo "astronomy toolkit 3"');
  const cacheDir = await folderWith('temporal-dev-1.32.1', '');

  const engine = await resolveEngine({ environment: { PATH: bin }, cacheDir });

  expect(engine).toEqual({
    kind: 'executable',
    path: join(cacheDir, 'temporal-dev-1.32.1'),
    version: '1.32.1',
    source: 'cache',
  });
});

test('without any way to a server the answer says why and what to do', async () => {
  const engine = await resolveEngine({
    environment: { PATH: '' },
    cacheDir: await folder(),
    sourceDir: await folder(),
    downloadTimeoutMs: 0,
  });

  expect(engine).toEqual({ kind: 'missing', why: expect.stringMatching(/Go is not installed.*TEMPORAL_ADDRESS/) });
});

test('an old Go is named in the reason', async () => {
  const bin = await program('go', 'echo "go version go1.19.8 linux/amd64"');

  const engine = await resolveEngine({
    environment: { PATH: bin },
    cacheDir: await folder(),
    sourceDir: await folder(),
    downloadTimeoutMs: 0,
  });

  expect(engine).toEqual({ kind: 'missing', why: expect.stringMatching(/Go 1\.26 is needed.*go1\.19\.8/) });
});

test('two at once build once, under a temporary name, and leave no lock behind', async () => {
  const bin = await program('go', fakeGo);
  const cacheDir = await folder();
  const stages = new Set<EngineProgress['stage']>();
  const options = {
    environment: { PATH: `${bin}:/usr/bin:/bin` },
    cacheDir,
    sourceDir: await folder(),
    downloadTimeoutMs: 0,
    onProgress: ({ stage }: EngineProgress) => stages.add(stage),
  };

  const [one, two] = await Promise.all([resolveEngine(options), resolveEngine(options)]);

  expect(one).toMatchObject({ kind: 'executable', path: join(cacheDir, 'temporal-dev-1.32.1'), version: '1.32.1' });
  expect(two).toMatchObject({ kind: 'executable', path: join(cacheDir, 'temporal-dev-1.32.1'), version: '1.32.1' });
  expect(stages).toEqual(new Set(['fetching', 'compiling', 'waiting', 'linking']));
  expect((await readdir(cacheDir)).toSorted()).toEqual(['builds', 'temporal-dev-1.32.1']);
  expect(await readdir(join(cacheDir, 'builds'))).toHaveLength(1);
});

test('the lock of a builder that is gone is taken over', async () => {
  const bin = await program('go', fakeGo);
  const gone = { pid: 999_999_999, startedAt: 'another boot 1' };
  const cacheDir = await folderWith('temporal-dev-1.32.1.lock', JSON.stringify(gone));
  const environment = { PATH: `${bin}:/usr/bin:/bin` };

  const engine = await resolveEngine({ environment, cacheDir, sourceDir: await folder(), downloadTimeoutMs: 0 });

  expect(engine).toMatchObject({ kind: 'executable', source: 'built' });
});

test("a build that fails says so with the compiler's words and leaves nothing that could be started", async () => {
  const bin = await program('go', fakeGo.replace('echo pkg/b', 'echo "main.go:1: syntax error"; exit 1'));
  const cacheDir = await folder();
  const environment = { PATH: `${bin}:/usr/bin:/bin` };

  const engine = await resolveEngine({ environment, cacheDir, sourceDir: await folder(), downloadTimeoutMs: 0 });

  expect(engine).toEqual({ kind: 'missing', why: expect.stringContaining('syntax error') });
  expect(await readdir(cacheDir)).toEqual([]);
});

/** Stands in for Go, which takes minutes: names packages, takes half a second, counts its builds. */
const fakeGo = `
case "$1" in
  version) echo "go version go1.26.8 linux/amd64" ;;
  list) printf 'pkg/a\\npkg/b\\n' ;;
  build)
    while [ "$1" != -o ]; do shift; done
    echo pkg/a; sleep 0.6; echo pkg/b
    mkdir -p "$(dirname "$2")/builds"; : > "$(dirname "$2")/builds/$$"
    echo program > "$2" ;;
esac`;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'marquee-engine-'));
  folders.push(path);
  return path;
}

async function folderWith(name: string, content: string): Promise<string> {
  const path = await folder();
  await mkdir(path, { recursive: true });
  await writeFile(join(path, name), content);
  return path;
}

async function program(name: string, script: string): Promise<string> {
  const path = await folderWith(name, `#!/bin/sh\n${script}\n`);
  await chmod(join(path, name), 0o755);
  return path;
}
