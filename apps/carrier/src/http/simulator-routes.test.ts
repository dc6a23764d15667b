import { expect, test } from 'vitest';
import { startReceiver, startTestCarrier, temporaryFolder } from '../testing/harness.ts';

const statusesOf = (seen: readonly { form: Record<string, string> }[]) => seen.map(({ form }) => form['MessageStatus']);

test('a counted rule holds as often as it says', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { times: 2, behaviour: { outage: { kind: 'rate_limited', retry_after: 7 } } });

  const answers = [await carrier.create({}), await carrier.create({}), await carrier.create({})];

  expect(answers.map(({ status }) => status)).toEqual([429, 429, 201]);
  expect(answers[0]?.headers.get('retry-after')).toBe('7');
  expect(answers[0]?.body.code).toBe(20429);
});

test('a rule by number, prefix or share meets only its recipients, the same each time', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { to: '+1415557*', behaviour: { error_code: 21614 } });
  await carrier.admin('POST', '/rules', { to: '+1415558*', share: 0.5, behaviour: { error_code: 21610 } });
  const codesOf = async () => {
    const answers = [];
    for (let index = 0; index < 40; index += 1)
      answers.push((await carrier.create({ To: `+1415558${1000 + index}` })).status);
    return answers;
  };

  const [first, second] = [await codesOf(), await codesOf()];

  expect((await carrier.create({ To: '+14155571234' })).body.code).toBe(21614);
  expect((await carrier.create({ To: '+14155561234' })).status).toBe(201);
  expect(second).toEqual(first);
  expect(new Set(first)).toEqual(new Set([201, 400]));
});

test('an outage ends with its rule', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  const rule = await carrier.admin('POST', '/rules', {
    behaviour: { outage: { kind: 'error', status: 503, calls: 'all' } },
  });

  expect((await carrier.create({})).status).toBe(503);
  expect((await carrier.get('.json')).status).toBe(503);
  await carrier.admin('DELETE', `/rules/${rule.body.id}`);
  expect((await carrier.create({})).status).toBe(201);
  expect((await carrier.get('.json')).status).toBe(200);
});

test('a call can hang or be cut though the message was taken, and is found by the list', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { times: 1, behaviour: { outage: { kind: 'reset', accepted: true } } });

  await expect(carrier.create({ To: '+14155550111' })).rejects.toThrow(/fetch failed|aborted|timeout/);
  const stop = new AbortController();
  const hanging = ['+15005550408', '+15005550409'].map((To) =>
    carrier.create({ To }, stop.signal).then(String, String),
  );
  const told = async () => {
    const { refusals } = (await carrier.admin('GET', '/ledger')).body;
    const listed = (await carrier.get('.json')).body.messages.map((message: { to: string }) => message.to);
    return { listed: listed.toSorted(), refusals: Object.values(refusals) };
  };
  await expect.poll(told).toEqual({ listed: ['+14155550111', '+15005550409'], refusals: [1] });
  stop.abort();

  expect(await Promise.all(hanging)).toEqual(Array(2).fill(expect.stringMatching(/abort/i)));
});

test('callbacks can be doubled', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { behaviour: { duplicate_callbacks: 1 } });

  await carrier.create({ StatusCallback: receiver.url });

  const seen = await receiver.until((all) => all.length === 4);
  expect(statusesOf(seen)).toEqual(['sent', 'sent', 'delivered', 'delivered']);
});

test('callbacks can overtake each other', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { behaviour: { reorder_callbacks: true } });

  await carrier.create({ StatusCallback: receiver.url });

  expect(statusesOf(await receiver.until((all) => all.length === 2))).toEqual(['delivered', 'sent']);
});

test('callbacks can come before the create call is answered', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);
  await carrier.admin('POST', '/rules', { behaviour: { callback_before_response: true } });

  const { body } = await carrier.create({ StatusCallback: receiver.url });

  expect(receiver.seen[0]?.form['MessageSid']).toBe(body.sid);
});

test('a recipient can answer STOP once the message has come', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path, ['--inbound-url', `${receiver.url}/in`]);
  await carrier.admin('POST', '/rules', { to: '+14155550100', behaviour: { reply: { body: 'STOP', after_ms: 10 } } });

  await carrier.create({ StatusCallback: `${receiver.url}/status` });

  const seen = await receiver.until((all) => all.length === 3);
  expect(seen.find(({ url }) => url === '/in')?.form).toMatchObject({
    Body: 'STOP',
    From: '+14155550100',
    To: '+14155550001',
  });
});

test('the ledger tells counts, repeats, rows and the busiest second', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  for (const To of ['+14155550111', '+14155550112', '+14155550111']) await carrier.create({ To });

  const counts = await carrier.admin('GET', '/ledger');
  const rows = await carrier.admin('GET', '/ledger/messages?limit=2');
  const rest = await carrier.admin('GET', `/ledger/messages?after_seq=${rows.body.next_after_seq}`);

  expect(counts.body).toMatchObject({ messages: 3, recipients: 2, repeated: { '+14155550111': 2 }, busiest_second: 3 });
  expect((await carrier.admin('GET', '/ledger/recipients')).body).toEqual({ '+14155550111': 2, '+14155550112': 1 });
  expect([...rows.body.messages, ...rest.body.messages].map((row) => row.to_number)).toEqual([
    '+14155550111',
    '+14155550112',
    '+14155550111',
  ]);
  await carrier.admin('DELETE', '/ledger');
  expect((await carrier.admin('GET', '/ledger')).body.messages).toBe(0);
});

test('rules and settings outlive a restart', async () => {
  using folder = temporaryFolder();
  await using first = await startTestCarrier(folder.path);
  await first.admin('POST', '/rules', { behaviour: { error_code: 21610 } });
  await first.admin('PUT', '/settings', { spread_ms: 77 });
  await first[Symbol.asyncDispose]();

  await using second = await startTestCarrier(folder.path);

  expect((await second.create({})).body.code).toBe(21610);
  expect((await second.admin('GET', '/settings')).body).toMatchObject({ spread_ms: 77, sent_after_ms: 5 });
});

test.each([
  ['/rules', 'POST', { behaviour: { unknown: 1 } }],
  ['/rules', 'POST', {}],
  ['/settings', 'PUT', { sent_after_ms: -1 }],
  ['/inbound', 'POST', { from: '+14155550100' }],
])('%s refuses %s %j', async (path, method, body) => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);

  expect((await carrier.admin(method, path, body)).status).toBe(400);
});
