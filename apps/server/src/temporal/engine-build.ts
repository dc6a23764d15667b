import { randomUUID as newId } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineProgress } from './engine.ts';
import { run } from './engine-command.ts';
import type { CommandEnd } from './engine-command.ts';
import type { Obtained } from './engine-download.ts';
import { isRunning, processIdentity } from './engine-identity.ts';
import type { ProcessIdentity } from './engine-identity.ts';

/** What a build needs. */
export interface EngineBuild {
  /** Where the finished program goes. */
  readonly target: string;
  /** The path of `go`, where there is one. */
  readonly go: string | undefined;
  /** The folder of the Go module that it is built from. */
  readonly sourceDir?: string | undefined;
  /** What is built, as it is told; the Temporal server when omitted. */
  readonly what?: string | undefined;
  /** Its package; the one in `sourceDir` when omitted. */
  readonly goPackage?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds a program of Go, such as the Temporal dev server from tools/temporal-dev: about four minutes the first time on two cores.
 * Whoever comes second while a build runs waits for it and takes its result.
 */
export async function buildEngine(build: EngineBuild): Promise<Obtained> {
  const { go, sourceDir } = build;
  if (sourceDir === undefined) return { ok: false, why: 'its source is not here to build' };
  if (go === undefined) return { ok: false, why: 'Go is not installed to build it' };
  await mkdir(dirname(build.target), { recursive: true });
  const lock = `${build.target}.lock`;
  if (!(await takeLock(lock, build))) return { ok: true, path: build.target };
  try {
    return await compile({ ...build, go, sourceDir });
  } finally {
    await rm(lock, { force: true });
  }
}

/** False when somebody else has finished the same build meanwhile. */
async function takeLock(lock: string, build: EngineBuild): Promise<boolean> {
  for (;;) {
    if (await exists(build.target)) return false;
    if (await createLock(lock)) return !(await finishedMeanwhile(lock, build));
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else {
      build.onProgress?.({ stage: 'waiting', text: `Another process is building ${build.what ?? temporalServer}` });
      await pause(500, undefined, build.signal && { signal: build.signal });
    }
  }
}

async function finishedMeanwhile(lock: string, build: EngineBuild): Promise<boolean> {
  if (!(await exists(build.target))) return false;
  await rm(lock, { force: true });
  return true;
}

/** Made whole under another name and then linked, so that nobody ever reads half a lock. */
async function createLock(lock: string): Promise<boolean> {
  const own = `${lock}.${newId()}`;
  await writeFile(own, JSON.stringify(await processIdentity(process.pid)));
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * A lock whose maker is gone. Two waiters may both find so and one remove the other's new lock: then both build, each to its
 * own file, and the second rename replaces like by like.
 */
async function isAbandoned(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  try {
    // Written by createLock.
    return !(await isRunning(JSON.parse(text) as ProcessIdentity));
  } catch {
    return true;
  }
}

async function compile(build: EngineBuild & { readonly go: string; readonly sourceDir: string }): Promise<Obtained> {
  const options = {
    cwd: build.sourceDir,
    environment: { ...build.environment, CGO_ENABLED: '0' },
    signal: build.signal,
  };
  const { what = temporalServer, goPackage = '.' } = build;
  const report = build.onProgress ?? ((): void => undefined);
  // In the module's folder `go version` answers, or fails for, the toolchain that go.mod asks for.
  const version = await run(build.go, ['version'], { ...options, timeoutMs: 120_000 });
  if (!isRecentGo(version.output))
    return { ok: false, why: `Go 1.26 is needed to build it, here is ${firstLine(version)}` };

  report({ stage: 'fetching', text: `Fetching the source of ${what}` });
  // Listing what is compiled fetches that, and no more; `go mod download` would fetch the whole module graph.
  const listed = await run(build.go, ['list', '-deps', '-f', '{{.ImportPath}}', goPackage], options);
  if (listed.code !== 0) return { ok: false, why: `its source could not be fetched: ${lastLine(listed)}` };

  const total = listed.output.trim().split('\n').length;
  const unfinished = `${build.target}.${newId()}.unfinished`;
  let done = 0;
  // `-v` names each package as it is compiled; cached ones are not named.
  const onLine = (): void => report(compiling(what, ++done, total));
  report(compiling(what, 0, total));
  const args = ['build', '-v', '-trimpath', '-ldflags', '-s -w', '-o', unfinished, goPackage];
  try {
    const built = await run(build.go, args, { ...options, onLine });
    if (built.code !== 0) return { ok: false, why: `it did not compile: ${built.output.trim().slice(-400)}` };
    await chmod(unfinished, 0o755);
    await rename(unfinished, build.target);
    return { ok: true, path: build.target };
  } finally {
    await rm(unfinished, { force: true });
  }
}

const temporalServer = 'the Temporal server';

function compiling(what: string, done: number, total: number): EngineProgress {
  const stage = done < total ? 'compiling' : 'linking';
  return { stage, text: `Building ${what}, once for this user`, done, total };
}

function isRecentGo(output: string): boolean {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(output) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 26);
}

function lastLine(end: CommandEnd): string {
  return end.output.trim().split('\n').at(-1)?.slice(0, 300) || 'nothing';
}

function firstLine(end: CommandEnd): string {
  return end.output.trim().split('\n')[0] || 'nothing';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
