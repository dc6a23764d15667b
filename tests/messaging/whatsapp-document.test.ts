import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { signUp } from '../harness/customer.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';
import { putWhatsappSender, takenByWhatsapp } from '../harness/whatsapp.ts';

const document = await readFile(new URL('documents/ads-whatsapp.md', import.meta.url), 'utf8');

interface Example {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
}

/** The document's requests, in its order: a line, headers, and after an empty line the body. */
const examples = Array.from(document.matchAll(/^```http\n([\s\S]*?)^```/gm), ([, block = '']): Example => {
  const [head = '', ...rest] = block.trim().split('\n\n');
  const [method = '', path = ''] = head.split('\n')[0]?.split(' ') ?? [];
  return { method, path, body: rest.length === 0 ? null : rest.join('\n\n') };
});

test('the ads document’s WhatsApp requests do what it says, as they stand there', { timeout: 240_000 }, async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'marquee-whatsapp-document-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
  const dataDir = join(folder, 'data');
  const server = startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
  stack.defer(async () => void (await server.end('SIGTERM')));
  await untilHealthy(server, port);
  const customer = await signUp(urlOf(port));
  await putWhatsappSender(customer, carrier, urlOf(port));
  // What the document takes for granted: its first contact, and a template with the variables that it fills in.
  const contact = await customer.api.messaging.contacts.create({ phone_e164: '+14155550100', consent_state: 'OPT_IN' });
  await customer.api.messaging.whatsappTemplates.create({
    ...{ name: 'campaign_alert', category: 'UTILITY', body_text: '{{1}}: {{2}} is {{3}} now' },
    body_variables: ['campaign_name', 'metric', 'value'],
  });
  await until(
    'the template is approved',
    () => customer.api.messaging.whatsappTemplates.list({ name: 'campaign_alert' }),
    ({ items }) => items[0]?.status === 'approved',
  );
  const call = async ({ method, path, body }: Example) => {
    const headers = { authorization: `Bearer ${customer.apiKey}`, 'content-type': 'application/json' };
    const response = await fetch(`${urlOf(port)}/compat/ads${path}`, { method, headers, body });
    return { status: response.status, body: await response.json() };
  };
  const [send, list, create, webhook] = examples;
  if (send === undefined || list === undefined || create === undefined || webhook === undefined)
    throw new Error('the document has fewer requests than it had');

  expect(contact.number).toBe(1);
  expect(await call(send)).toMatchObject({
    status: 200,
    body: { success: true, message: 'Message sent', data: { body: 'Summer Sale 2024: ROAS is 3.5 now' } },
  });
  expect(await call(create)).toMatchObject({
    status: 201,
    body: {
      success: true,
      data: { name: 'campaign_performance', header_content: 'Campaign Update', status: 'SUBMITTING' },
    },
  });
  expect(await call(list)).toMatchObject({
    status: 200,
    body: { success: true, data: [{ name: 'campaign_performance' }, { name: 'campaign_alert', status: 'APPROVED' }] },
  });
  // It names no number of anybody's: answered as Meta expects it, without any effect.
  expect(await call(webhook)).toEqual({ status: 200, body: { status: 'received' } });

  expect([...(await takenByWhatsapp(carrier))]).toEqual([['+14155550100', ['Summer Sale 2024: ROAS is 3.5 now']]]);
  expect((await customer.api.messaging.inbound.list()).items).toEqual([]);
});
