import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from './harness/carrier.ts';
import { senderPhone, signUp } from './harness/customer.ts';
import { startServerProcess, untilHealthy, urlOf } from './harness/server.ts';
import { until, untilWithin } from './harness/until.ts';
import { callSimulator, takenByWhatsapp, whatsappNumber } from './harness/whatsapp.ts';

const guideAt = (name: string) => readFile(new URL(`../docs/guides/${name}.md`, import.meta.url), 'utf8');

test(
  'the guide to a first consented campaign does what it says, command by command',
  { timeout: 600_000 },
  async () => {
    const printed = await carriedOut('first-consented-campaign');

    expect(printed).toContain('"created":3');
    expect(printed).toContain('"audience":3,"sendable":2,"excluded":{"consent_missing":1}');
    expect(printed).toContain('"cost":{"amount":0.0158,"currency":"USD","unpriced_parts":0}');
    expect(printed).toContain('"plan_deviations":[]');
    expect(printed).toMatch(/"consent":\{"id":"[^"]+","state":"OPT_IN","source":"(api|import)"/);
    expect(printed).toContain('"status":"stopped"');
    expect(printed).toContain('"reason":"asked by e-mail"');
    expect(printed).toContain('"sendable":0,"excluded":{"stopped":2,"consent_missing":1}');
  },
);

test('the guide to webhooks does what it says, command by command', { timeout: 600_000 }, async () => {
  const printed = await carriedOut('webhooks', { MARQUEE_WEBHOOKS_PRIVATE: '1' });

  expect(printed).toContain('There is no event messaging.contact.*. Near it: messaging.contacts.*');
  expect(printed).toMatch(/new \{"type":"events\.webhooks\.tested".*"sequence":null/m);
  expect(printed).toMatch(/new \{"type":"messaging\.contacts\.created"/m);
  expect(printed).toContain('"status_code":204');
  expect(printed).toContain('"next_after":null');
  expect(printed).toContain('"status":"paused"');
});

test(
  'the guide to going live does what it says, with the simulator in the place of Twilio and Meta',
  { timeout: 300_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-live-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const [port, dataDir] = [await freePort(), join(folder, 'data')];
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const server = startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
    stack.defer(async () => void (await server.end('SIGTERM')));
    await untilHealthy(server, port);
    const { apiKey } = await signUp(urlOf(port));
    const { number, ...meta } = whatsappNumber;
    await callSimulator(carrier, 'PUT /whatsapp-numbers', {
      ...whatsappNumber,
      webhook_url: `${urlOf(port)}/api/v1/hooks/whatsapp`,
    });
    const phone = '+14155550199';
    const says = (path: string, to: string, body: string) =>
      `curl -sS --fail-with-body '${carrier.url}/simulator/${path}' -H 'content-type: application/json' -d '${JSON.stringify({ from: phone, to, body })}'`;
    const byHand = [
      says('inbound', senderPhone, 'STOP'),
      says('inbound', senderPhone, 'START'),
      says('whatsapp-inbound', number, 'Where is it now?'),
      says('whatsapp-inbound', number, 'STOP'),
    ];

    const script = ['set -euo pipefail', ...stepsOf(await guideAt('going-live-with-twilio-and-whatsapp'), byHand)];
    const { stdout } = await promisify(execFile)('bash', ['-c', script.join('\n')], {
      cwd: folder,
      env: {
        ...{ PATH: process.env['PATH'] ?? '', URL: urlOf(port), KEY: apiKey, SIMULATED: 'true', MY_PHONE: phone },
        ...{ TWILIO_API: carrier.url, TWILIO_SID: carrier.accountSid, TWILIO_TOKEN: carrier.authToken },
        ...{ TWILIO_NUMBER: senderPhone, GRAPH_API: carrier.url, WHATSAPP_NUMBER: number },
        ...{ PHONE_NUMBER_ID: meta.phone_number_id, BUSINESS_ACCOUNT_ID: meta.business_account_id },
        ...{ META_TOKEN: meta.access_token, APP_SECRET: meta.app_secret },
      },
      timeout: 240_000,
    });

    expect(stdout).toContain('1158201444');
    expect(stdout).toContain('"body":"Hi Ada, your order A-1001 is on its way."');
    expect(stdout).toMatch(/"state":"STOP","source":"keyword","evidence":\{"channel":"whatsapp"/);
    const taken = await until(
      'the confirmation is sent',
      async () => (await takenByWhatsapp(carrier)).get(phone) ?? [],
      ({ length }) => length >= 3,
    );
    expect(taken).toEqual([
      'Hi Ada, your order A-1001 is on its way.',
      'Two streets from you.',
      expect.stringContaining('unsubscribed'),
    ]);
  },
);

/** What the commands of a guide print, each carried out against a new installation. */
async function carriedOut(name: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-guide-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env });
  stack.defer(async () => void (await server.end('SIGTERM')));
  const key = await untilWithin(180_000)(
    'the server has printed its API key',
    async () => /mq_live_\S+/.exec(server.printed())?.[0] ?? '',
    (found) => found !== '',
  );
  await untilHealthy(server, port);
  const script = ['set -euo pipefail', ...commandsOf(await guideAt(name))].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', URL: urlOf(port), KEY: key },
    timeout: 240_000,
  });
  return stdout;
}

/** The commands of a guide, with each thing that a person does by hand done by the next of `byHand`. */
function stepsOf(markdown: string, byHand: readonly string[]): readonly string[] {
  const blocks = [...markdown.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)];
  const hands = byHand.values();
  const steps = blocks.map(([, kind, block = '']) => (kind === 'sh' ? block : (hands.next().value ?? 'false')));
  expect([...hands]).toEqual([]);
  return steps;
}

/** The commands of a guide, in order: its fenced blocks of shell. */
function commandsOf(markdown: string): readonly string[] {
  return Array.from(markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm), ([, block]) => block ?? '');
}
