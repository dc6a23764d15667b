import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startServerProcess, untilHealthy, urlOf } from './harness/server.ts';
import { until } from './harness/until.ts';

const guide = new URL('../docs/guides/first-consented-campaign.md', import.meta.url);

test(
  'the guide to a first consented campaign does what it says, command by command',
  { timeout: 300_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-guide-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data') });
    stack.defer(async () => void (await server.end('SIGTERM')));
    const key = await until(
      'the server has printed its API key',
      async () => /mq_live_\S+/.exec(server.printed())?.[0] ?? '',
      (found) => found !== '',
    );
    await untilHealthy(server, port);

    const script = ['set -euo pipefail', ...commandsOf(await readFile(guide, 'utf8'))].join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', URL: urlOf(port), KEY: key },
      timeout: 240_000,
    });

    expect(stdout).toContain('"created":3');
    expect(stdout).toContain('"audience":3,"sendable":2,"excluded":{"consent_missing":1}');
    expect(stdout).toContain('"cost":{"amount":0.0158,"currency":"USD","unpriced_parts":0}');
    expect(stdout).toContain('"plan_deviations":[]');
    expect(stdout).toMatch(/"consent":\{"id":"[^"]+","state":"OPT_IN","source":"(api|import)"/);
    expect(stdout).toContain('"status":"stopped"');
    expect(stdout).toContain('"reason":"asked by e-mail"');
    expect(stdout).toContain('"sendable":0,"excluded":{"stopped":2,"consent_missing":1}');
  },
);

/** The commands of a guide, in order: its fenced blocks of shell. */
function commandsOf(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm), ([, block]) => block ?? '');
}
