import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { buildEngine } from './engine-build.ts';
import { downloadedEngine, downloadEngine } from './engine-download.ts';
import { run } from './engine-command.ts';

/** The Temporal server that tools/temporal-dev builds; cached files and database files carry it in their names. */
export const engineVersion = '1.32.1';

/** A Temporal server on this machine that startEngine can start. */
export interface EngineExecutable {
  readonly kind: 'executable';
  readonly path: string;
  /** The server's version; a database file belongs to one version. */
  readonly version: string;
  readonly source: 'path' | 'cache' | 'download' | 'built';
}

/** Where workflows run: somebody else's server, a program on this machine, or nowhere, with the reason and the remedy. */
export type Engine =
  | { readonly kind: 'external'; readonly address: string }
  | EngineExecutable
  | { readonly kind: 'missing'; readonly why: string };

/** What is being done to obtain an engine; `done` of `total` packages while compiling. */
export interface EngineProgress {
  readonly stage: 'downloading' | 'waiting' | 'fetching' | 'compiling' | 'linking';
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
}

/** What resolveEngine may use. */
export interface EngineOptions {
  /** host:port of a running Temporal server (TEMPORAL_ADDRESS); nothing else is tried then. */
  readonly address?: string | null | undefined;
  /** The variables of the process: PATH, XDG_CACHE_HOME, and whatever Go needs. Handed to child processes as they are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where engines are kept for this user; by default `engineCacheDir(environment)`. */
  readonly cacheDir?: string | undefined;
  /** The folder of tools/temporal-dev; without it nothing is built. */
  readonly sourceDir?: string | undefined;
  /** How long the SDK's own download may take; 0 skips it. Default 60 s. */
  readonly downloadTimeoutMs?: number | undefined;
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined;
  /** Ends a download or a build under way; resolveEngine then rejects. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds a Temporal server, cheapest way first: the given address, `temporal` on PATH, this user's cache, the SDK's own
 * download, a build with Go. Only the last two take time; both report progress.
 */
export async function resolveEngine(options: EngineOptions): Promise<Engine> {
  if (options.address) return { kind: 'external', address: options.address };
  return (await findEngine(options)) ?? (await obtainEngine(options));
}

/** The engine that is here already, found without network or compiler; `undefined` when there is none. */
export async function findEngine(options: EngineOptions): Promise<EngineExecutable | undefined> {
  const cacheDir = options.cacheDir ?? engineCacheDir(options.environment);
  const installed = onPath('temporal', options.environment);
  if (installed) {
    const version = await commandLineVersion(installed, options);
    if (version) return { kind: 'executable', path: installed, version, source: 'path' };
  }
  const cached = cachedEnginePath(cacheDir);
  if (existsSync(cached)) return { kind: 'executable', path: cached, version: engineVersion, source: 'cache' };
  const downloaded = await downloadedEngine(cacheDir);
  const version = downloaded && (await commandLineVersion(downloaded, options));
  return downloaded && version ? { kind: 'executable', path: downloaded, version, source: 'cache' } : undefined;
}

/** This user's folder of engines: `$XDG_CACHE_HOME/marquee`, `%LOCALAPPDATA%\marquee` or `~/.cache/marquee`. */
export function engineCacheDir(environment: EngineOptions['environment']): string {
  const windows = process.platform === 'win32' ? environment['LOCALAPPDATA'] : undefined;
  return join(environment['XDG_CACHE_HOME'] || windows || join(homedir(), '.cache'), 'marquee');
}

/** The path of a program on PATH, or `undefined`. */
export function onPath(program: string, environment: EngineOptions['environment']): string | undefined {
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, executableName(program))).find((path) => existsSync(path));
}

async function obtainEngine(options: EngineOptions): Promise<Engine> {
  const cacheDir = options.cacheDir ?? engineCacheDir(options.environment);
  const reasons: string[] = [];
  const timeoutMs = options.downloadTimeoutMs ?? 60_000;
  if (timeoutMs > 0) {
    options.onProgress?.({ stage: 'downloading', text: 'Downloading the Temporal server' });
    const download = await downloadEngine({ cacheDir, timeoutMs, signal: options.signal });
    const version = download.ok && (await commandLineVersion(download.path, options));
    if (download.ok && version) return { kind: 'executable', path: download.path, version, source: 'download' };
    reasons.push(`the download failed: ${download.ok ? 'what came does not start' : download.why}`);
  }
  const build = await buildEngine({
    ...options,
    target: cachedEnginePath(cacheDir),
    go: onPath('go', options.environment),
  });
  if (build.ok) return { kind: 'executable', path: build.path, version: engineVersion, source: 'built' };
  reasons.push(build.why);
  return { kind: 'missing', why: `No Temporal server: ${reasons.join('; ')}. ${remedy}` };
}

const remedy =
  'Set TEMPORAL_ADDRESS to a running one, put `temporal` (https://docs.temporal.io/cli) on PATH, or install Go 1.26.';

function cachedEnginePath(cacheDir: string): string {
  return join(cacheDir, executableName(`temporal-dev-${engineVersion}`));
}

function executableName(program: string): string {
  return process.platform === 'win32' ? `${program}.exe` : program;
}

/** `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`; something else called `temporal` says something else. */
async function commandLineVersion(path: string, options: EngineOptions): Promise<string | undefined> {
  const { environment, signal } = options;
  const { output } = await run(path, ['--version'], { environment, signal, timeoutMs: 15_000 });
  return /\bServer (\d+\.\d+\.\d+[\w.-]*)/.exec(output)?.[1];
}
