import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { apiVersion } from './version.ts';

test('the version that is sent is the one of the OpenAPI document', async () => {
  const file = new URL('../../../api/generated/openapi.json', import.meta.url);
  const { info } = JSON.parse(await readFile(file, 'utf8')) as { readonly info: { readonly version: string } };

  expect(apiVersion).toBe(info.version);
});
