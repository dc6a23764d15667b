import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { builtTemplate } from './template.ts';

// `npm run build` runs it, with the file to write.
await writeFile(
  resolve(process.argv[2] ?? 'pglite-template.tar.gz'),
  await builtTemplate(new URL('../../../migrations/', import.meta.url)),
);
