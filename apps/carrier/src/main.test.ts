import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openLedger } from './ledger/ledger.ts';
import { parseOptions } from './options.ts';
import { carrierClient, startReceiver, temporaryFolder } from './testing/harness.ts';

/** The program in a process of its own; `url` is what its READY line says. */
async function startProcess(folder: string, flags: readonly string[] = []) {
  const main = new URL('main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--data', folder, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^READY (http:\/\/.+)$/.exec(line)?.[1];
    if (url !== undefined) return { child, client: carrierClient(url), [Symbol.asyncDispose]: () => kill(child) };
  }
  throw new Error('the simulator ended before it was ready');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('kill -9 loses no answered message and no owed callback', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using first = await startProcess(folder.path, ['--delivered-after-ms', '800']);
  const answered = new Set<string>();
  const lane = async (start: number) => {
    for (let number = start; number < start + 50; number += 1) {
      const fields = { To: `+1415556${number}`, StatusCallback: receiver.url };
      const created = await first.client.create(fields).catch(() => null);
      if (created?.status === 201) answered.add(created.body['sid']);
      if (answered.size === 100) first.child.kill('SIGKILL');
    }
  };
  const creating = Array.from({ length: 8 }, (_, index) => lane(1000 + index * 100));
  await Promise.all(creating);
  await kill(first.child);

  await using second = await startProcess(folder.path, ['--delivered-after-ms', '10']);
  const kept = (await second.client.admin('GET', '/ledger/messages?limit=10000')).body['messages'];
  const sids: string[] = kept.map((message: { sid: string }) => message.sid);
  const delivered = () =>
    new Set(
      receiver.seen.filter(({ form }) => form['MessageStatus'] === 'delivered').map(({ form }) => form['MessageSid']),
    );
  await receiver.until(() => sids.every((sid) => delivered().has(sid)));

  expect(answered.size).toBeGreaterThanOrEqual(100);
  expect(answered.size).toBeLessThan(400);
  expect([...answered].filter((sid) => !sids.includes(sid))).toEqual([]);
});

test('it ends with its standard input when told to, and on SIGTERM', async () => {
  using folder = temporaryFolder();
  await using first = await startProcess(folder.path, ['--exit-with-stdin']);
  const firstExit = once(first.child, 'exit');
  first.child.stdin?.end();
  expect((await firstExit)[0]).toBe(0);

  await using second = await startProcess(folder.path);
  const secondExit = once(second.child, 'exit');
  second.child.kill('SIGTERM');
  expect((await secondExit)[0]).toBe(0);
});

test('a second simulator on the same ledger is refused', () => {
  using folder = temporaryFolder();
  using _ledger = openLedger(folder.path);

  expect(() => openLedger(folder.path)).toThrow(/locked/);
});

test.each([
  [[]],
  [['--data', 'd', '--port', 'x']],
  [['--data', 'd', '--accounts', 'AC1:x']],
  [['--data', 'd', '--unknown']],
])('the flags %j are refused', (flags) => {
  expect(() => parseOptions(flags)).toThrow(TypeError);
});
