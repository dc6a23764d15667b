import { execFile } from 'node:child_process';
import { mkdir, mkdtempDisposable, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { median } from './harness/measure.ts';
import type { BenchResult, Figure } from './harness/results.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const typeChecks = 5;

/** One client library: how it is imported, and the folder it is installed in. */
interface Library {
  readonly name: string;
  readonly folder: string;
  readonly whole: string;
  readonly program: string;
}

/** The packed SDK beside the clients of two well-known APIs: what it adds to a bundle, to an editor and to a type check. */
export async function sdk(): Promise<BenchResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-bench-sdk-'));
  const ours = await packed(folder.path);
  const libraries = [ours, rivalOf('openai', openai), rivalOf('stripe', stripe)];
  const measured: Figure[] = [];
  for (const library of libraries) measured.push(...(await figuresOf(library, folder.path)));
  const subpath = await bundledBytes(ours, resourceOnly, folder.path);
  const target: Figure = {
    name: 'one resource by its subpath, min+gz',
    value: subpath / 1000,
    unit: 'kB',
    target: { max: 6 },
  };
  return {
    title: 'The SDK beside openai and stripe',
    method:
      'The tarball as it would be published, installed alone; openai and stripe as the registry has them. Bundles: a program that makes one client, by rolldown for browsers, minified, gzip level 9. ' +
      'Types: the bytes of all declaration files that a program of one client reads, without comments and with them, by the number of methods that answer a promise of the API. ' +
      `tsc: TypeScript 7 over that program alone, strict, cold, its own total time, median of ${typeChecks}.`,
    figures: [...measured.slice(0, 1), target, ...measured.slice(1)],
  };
}

const openai = {
  whole: "import OpenAI from 'openai'; globalThis.client = new OpenAI({ apiKey: 'x', dangerouslyAllowBrowser: true });",
  program: "import OpenAI from 'openai';\nexport const models = new OpenAI({ apiKey: 'x' }).models.list();\n",
};
const stripe = {
  whole: "import Stripe from 'stripe'; globalThis.client = new Stripe('x');",
  program: "import Stripe from 'stripe';\nexport const customers = new Stripe('x').customers.list();\n",
};
const marquee = {
  whole: "import { Marquee } from '@marquee/sdk'; globalThis.client = new Marquee({ apiKey: 'x' });",
  program:
    "import { Marquee } from '@marquee/sdk';\nexport const campaigns = new Marquee({ apiKey: 'x' }).messaging.campaigns.list();\n",
};
const resourceOnly =
  "import { connect } from '@marquee/sdk/transport'; import { Campaigns } from '@marquee/sdk/messaging'; globalThis.campaigns = new Campaigns(connect({ apiKey: 'x' }));";

async function packed(into: string): Promise<Library> {
  await run(process.execPath, ['tools/bootstrap/run.mjs', 'release', '--pack-to', into], { cwd: root });
  const tarball = (await readdir(into)).find((name) => name.endsWith('.tgz')) ?? '';
  await run('tar', ['-xzf', tarball], { cwd: into });
  return { name: '@marquee/sdk', folder: join(into, 'package'), ...marquee };
}

function rivalOf(name: string, programs: Pick<Library, 'whole' | 'program'>): Library {
  return { name, folder: fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)), ...programs };
}

async function figuresOf(library: Library, into: string): Promise<readonly Figure[]> {
  const isOurs = library.name === '@marquee/sdk';
  const bytes = await bundledBytes(library, library.whole, into);
  const { readBytes, codeBytes, methods, seconds } = await checked(library, into);
  const judged = (target: Figure['target']) => (isOurs && target !== undefined ? { target } : {});
  return [
    { name: `${library.name}: whole client, min+gz`, value: bytes / 1000, unit: 'kB', ...judged({ max: 15 }) },
    {
      name: `${library.name}: declarations a method (${methods})`,
      value: codeBytes / 1000 / methods,
      unit: 'kB',
      ...judged({ max: 0.8 }),
    },
    { name: `${library.name}: the same with their documentation`, value: readBytes / 1000 / methods, unit: 'kB' },
    { name: `${library.name}: tsc of a program`, value: seconds, unit: 's', ...judged({ max: 0.4 }) },
  ];
}

/** A folder of somebody else's, with one library in it. */
async function consumerOf({ name, folder }: Library, into: string): Promise<string> {
  const home = join(into, `consumer-${name.replace(/\W/g, '')}`);
  const place = join(home, 'node_modules', name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(folder, place).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await writeFile(join(home, 'package.json'), '{"type":"module"}');
  return home;
}

async function bundledBytes(library: Library, program: string, into: string): Promise<number> {
  const home = await consumerOf(library, into);
  const input = join(home, 'entry.js');
  await writeFile(input, program);
  const bundle = await rolldown({ input, cwd: home, platform: 'browser', treeshake: true, logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  return output.reduce(
    (sum, part) => sum + ('code' in part && part.isEntry ? gzipSync(part.code, { level: 9 }).length : 0),
    0,
  );
}

async function checked(library: Library, into: string) {
  const home = await consumerOf(library, into);
  await writeFile(join(home, 'program.ts'), library.program);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext' },
    ...{ lib: ['es2022', 'dom', 'dom.iterable'], types: [], skipLibCheck: true, preserveSymlinks: true },
  };
  await writeFile(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout: files } = await run(process.execPath, [tsc, '-p', home, '--listFilesOnly']);
  const declarations = files.split('\n').filter((file) => file.includes(join('node_modules', library.name)));
  const seconds: number[] = [];
  while (seconds.length < typeChecks) {
    const { stdout } = await run(process.execPath, [tsc, '-p', home, '--extendedDiagnostics']);
    seconds.push(Number(/Total time:\s*([\d.]+)/.exec(stdout)?.[1]));
  }
  const texts = await Promise.all(declarations.map((file) => readFile(file, 'utf8')));
  const sizes = await Promise.all(declarations.map(async (file) => (await stat(file)).size));
  const methods = texts.reduce(
    (sum, text) =>
      sum + (text.match(/\): (?:\w+\.)*(?:ApiPromise|PagePromise|APIPromise|Promise|ApiListPromise)</g)?.length ?? 0),
    0,
  );
  // What an editor shows on hover is wanted; what is judged is what the types themselves take.
  const codeBytes = texts.reduce((sum, text) => sum + text.replaceAll(/\/\*[\s\S]*?\*\/\s*/g, '').length, 0);
  return { codeBytes, readBytes: sizes.reduce((sum, size) => sum + size, 0), methods, seconds: median(seconds) };
}
