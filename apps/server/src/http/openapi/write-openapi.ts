import { contract, events } from '@marquee/api';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { openApiOf, openApiText } from './openapi.ts';

const target = new URL('../../../../../packages/api/generated/openapi.json', import.meta.url);
const text = openApiText(openApiOf(contract, events));

// `--check` is what CI runs: it says whether the written document still tells the contract.
if (process.argv.includes('--check')) {
  const written = await readFile(target, 'utf8').catch(() => '');
  if (written !== text) {
    process.stderr.write('packages/api/generated/openapi.json is stale: run `npm run generate`\n');
    process.exitCode = 1;
  }
} else {
  await mkdir(new URL('./', target), { recursive: true });
  await writeFile(target, text);
}
