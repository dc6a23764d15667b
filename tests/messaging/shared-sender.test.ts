import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@marquee/server/testing';
import { expect, test } from 'vitest';
import { startCarrier } from '../harness/carrier.ts';
import { putSender, signUp } from '../harness/customer.ts';
import { hasEngine } from '../harness/engine.ts';
import { startServerProcess, untilHealthy, urlOf } from '../harness/server.ts';
import { sendTogether } from '../harness/together.ts';

test.skipIf(!(await hasEngine()))(
  'two campaigns that share a sender stay within its rate and burst in every second',
  { timeout: 240_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), 'marquee-shared-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const carrier = stack.use(await startCarrier(join(folder, 'carrier'), urlOf(port)));
    const env = { MARQUEE_DEMO: '0' };
    const server = startServerProcess({ verb: 'start', port, dataDir: join(folder, 'data'), env });
    stack.defer(async () => void (await server.end('SIGTERM')));
    await untilHealthy(server, port);
    const customer = await signUp(urlOf(port));
    const pace = { ratePerSecond: 40, burst: 20 };
    await putSender(customer, carrier, pace);

    const { recipients, busiestSecond } = await sendTogether({ customer, carrier }, { campaigns: 2, people: 150 });

    expect([...recipients.values()]).toEqual(Array.from({ length: 300 }, () => 1));
    expect(busiestSecond).toBeLessThanOrEqual(pace.ratePerSecond + pace.burst);
  },
);
