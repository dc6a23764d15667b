import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundle } from '@temporalio/worker';

/** Where the workflows' entry is. */
const entry = fileURLToPath(import.meta.resolve('@marquee/workflows'));

/** Where `npm run build` puts the bundle; the repository has none there. */
const builtPath = new URL('../../workflow-bundle.js', import.meta.url);

/**
 * The bundled workflow code, built from source once and kept under a hash of all that went into it.
 *
 * @param cacheDir where bundles are kept; null builds without keeping
 */
export async function workflowBundle(cacheDir: string | null): Promise<WorkflowBundle> {
  const built = await readFile(builtPath, 'utf8').catch(() => null);
  if (built !== null) return { code: built };
  if (cacheDir === null) return await bundle();
  const path = join(cacheDir, 'workflow-bundles', `${await sourceHash()}.js`);
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null) return { code: kept };
  const made = await bundle();
  await mkdir(dirname(path), { recursive: true });
  // Several workers may build at once: each writes its own file, and the rename is atomic.
  await writeFile(`${path}.${process.pid}`, made.code);
  await rename(`${path}.${process.pid}`, path);
  return made;
}

async function bundle(): Promise<WorkflowBundle> {
  const quiet = () => undefined;
  const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
  const { code } = await bundleWorkflowCode({ workflowsPath: entry, logger });
  return { code };
}

/** Of the workflows, the rules they may use, and the SDK that builds and runs them. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(sdkVersion());
  const folders = [dirname(entry), fileURLToPath(new URL('../../../../packages/rules/src/', import.meta.url))];
  for (const folder of folders) {
    const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const paths = files
      .filter((file) => file.isFile() && file.name.endsWith('.ts'))
      .map((file) => join(file.parentPath, file.name));
    for (const path of paths.toSorted()) hash.update(path.slice(folder.length)).update(await readFile(path));
  }
  return hash.digest('hex').slice(0, 32);
}

function sdkVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('@temporalio/worker/package.json');
  return String((manifest as { version?: unknown }).version); // every package.json has one
}
