import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { signUp } from '../harness/customer.ts';
import { enginePid, kill, startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { until } from '../harness/until.ts';
import { approvedTemplate, messageThat, putWhatsappSender, takenByWhatsapp } from '../harness/whatsapp.ts';

test(
  'kill -9 between call and record: a message is unconfirmed, then told by its report, and never sent twice',
  { timeout: 300_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-whatsapp-kill-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const [port, dataDir] = [await freePort(), join(folder, 'data')];
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const start = () => startServerProcess({ verb: 'start', port, dataDir, env: { MARQUEE_DEMO: '0' } });
    let server = start();
    stack.defer(async () => void (await server.end('SIGTERM')));
    await untilHealthy(server, port);
    const customer = await signUp(urlOf(port));
    await putWhatsappSender(customer, carrier, urlOf(port));
    await approvedTemplate(customer, 'order_ready');
    // Of each kind: a message that Meta took and reports, one that it took and says nothing of, and one that it never took.
    const [reported, silent, lost] = ['+14155570001', '+14155570002', '+14155570003'] as const;
    const hang = (to: string, accepted: boolean, more: object = {}) =>
      carrier.addRule({ to, behaviour: { outage: { kind: 'hang', accepted }, ...more } });
    await hang(reported, true);
    await hang(silent, true, { no_callbacks: true });
    await hang(lost, false);

    const refusals = await carrier.refusals();
    const ids = new Map<string, string>();
    for (const phone_e164 of [reported, silent, lost]) {
      await customer.api.messaging.contacts.create({ phone_e164, consent_state: 'OPT_IN' });
      // A report must not come before the kill.
      await carrier.change({ sent_after_ms: 4000 });
      const { id } = await customer.api.messaging.whatsappMessages.send({
        ...{ phone_e164, message_type: 'template', template_name: 'order_ready' },
        template_variables: { first_name: 'Ada', order: 'A-1' },
      });
      ids.set(phone_e164, id);
    }
    const standing = async (phone: string) => (await customer.api.messaging.messages.get(ids.get(phone) ?? '')).status;
    await until(
      'every call is open',
      async () => [
        ...(await Promise.all([reported, silent, lost].map(standing))),
        (await takenByWhatsapp(carrier)).size,
        (await carrier.refusals()) - refusals,
      ],
      (seen) => JSON.stringify(seen) === JSON.stringify(['calling', 'calling', 'calling', 2, 1]),
    );
    const engine = await enginePid(dataDir);
    await server.end('SIGKILL');
    kill(engine);
    await carrier.deleteRules();
    server = start();
    await untilHealthy(server, port);

    const known = await messageThat(customer, ids.get(reported) ?? '', (status) => status === 'delivered');
    const unknown = (phone: string) =>
      messageThat(customer, ids.get(phone) ?? '', (status) => status === 'unconfirmed');
    await Promise.all([unknown(silent), unknown(lost)]);
    // Another message through the same worker and engine: whatever was to be done again would have been done by then.
    await customer.api.messaging.contacts.create({ phone_e164: '+14155570004', consent_state: 'OPT_IN' });
    const after = await customer.api.messaging.whatsappMessages.send({
      ...{ phone_e164: '+14155570004', message_type: 'template', template_name: 'order_ready' },
      template_variables: { first_name: 'Ada', order: 'A-2' },
    });
    await messageThat(customer, after.id, (status) => status === 'delivered');

    expect(known.provider_sid).toMatch(/^wamid\./);
    const counts = [...(await takenByWhatsapp(carrier))].map(([phone, texts]) => [phone, texts.length]);
    expect(Object.fromEntries(counts)).toEqual({ [reported]: 1, [silent]: 1, '+14155570004': 1 });
  },
);
