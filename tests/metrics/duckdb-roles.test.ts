import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startServerProcess } from '../harness/server.ts';
import { until } from '../harness/until.ts';

test.each(['serve', 'worker'] as const)(
  '%s refuses a store that one process alone can hold, and says what to run',
  { timeout: 120_000 },
  async (verb) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'marquee-duckdb-'));
    const env = { MARQUEE_METRICS: 'duckdb', MARQUEE_DEMO: '0' };
    await using server = startServerProcess({ verb, port: await freePort(), dataDir, env });

    const ended = await until(
      'the program has ended',
      async () => server.ended(),
      (end) => end !== null,
    );

    expect(ended).toEqual({ code: 1, signal: null });
    expect(server.printed()).toContain('run `npm start`, not serve and worker');
    await rm(dataDir, { recursive: true, force: true });
  },
);
