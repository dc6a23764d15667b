import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './engine-command.ts';

/** A file that was obtained, or why it was not. */
export type Obtained = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly why: string };

/** The Temporal command line that an earlier download left in the cache. */
export async function downloadedEngine(cacheDir: string): Promise<string | undefined> {
  const folder = downloadDir(cacheDir);
  const names = await readdir(folder).catch(() => []);
  // The SDK downloads to a name of another extension and renames when complete.
  const complete = names.find((name) => name.startsWith('temporal-cli') && !/\.(downloading|tmp|part)/.test(name));
  return complete && join(folder, complete);
}

/** Lets the SDK download the Temporal command line into the cache, within `timeoutMs`. */
export async function downloadEngine(options: {
  readonly cacheDir: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}): Promise<Obtained> {
  const folder = downloadDir(options.cacheDir);
  await mkdir(folder, { recursive: true });
  const args = ['--input-type=module', '--eval', downloadScript, import.meta.resolve('@temporalio/testing'), folder];
  const end = await run(process.execPath, args, options);
  const path = await downloadedEngine(options.cacheDir);
  if (path) return { ok: true, path };
  // The SDK repeats the address at each level of the cause; the last level says what happened.
  const lastLine = end.output.trim().split('\n').at(-1)?.slice(-200);
  return { ok: false, why: lastLine || `nothing came within ${options.timeoutMs / 1000} s` };
}

function downloadDir(cacheDir: string): string {
  return join(cacheDir, 'temporal-cli');
}

/**
 * In a process of its own: the SDK starts what it downloads and installs its one native runtime, which the server wants to
 * install itself, and a hanging download can be killed.
 */
const downloadScript = `
  const { TestWorkflowEnvironment } = (await import(process.argv[1])).default;
  try {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: process.argv[2] }, log: { format: 'json', level: 'error' } },
    });
    await environment.teardown();
    process.exit(0);
  } catch (error) {
    console.error(String(error?.message ?? error).replaceAll('\\n', ' '));
    process.exit(1);
  }
`;
