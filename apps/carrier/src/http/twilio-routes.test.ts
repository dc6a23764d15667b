import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCarrier, temporaryFolder } from '../testing/harness.ts';

/** For the many refusals, which leave no message behind. */
const sharedFolder = temporaryFolder();
let shared: Awaited<ReturnType<typeof startTestCarrier>>;
beforeAll(async () => {
  shared = await startTestCarrier(sharedFolder.path);
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  sharedFolder[Symbol.dispose]();
});

test("a create call is answered in Twilio's form and stands in the ledger", async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);

  const created = await carrier.create({ Body: 'a'.repeat(161) });

  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    num_segments: '2',
    direction: 'outbound-api',
    from: '+14155550001',
    to: '+14155550100',
    error_code: null,
    uri: `/2010-04-01/Accounts/${carrier.accountSid}/Messages/${created.body.sid}.json`,
  });
  expect(Number.isNaN(Date.parse(created.body.date_created))).toBe(false);
  expect((await carrier.get(`/${created.body.sid}.json`)).body.sid).toBe(created.body.sid);
  expect((await carrier.admin('GET', '/ledger')).body).toMatchObject({ messages: 1, recipients: 1, repeated: {} });
});

test('a message by a messaging service is accepted first', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);

  const created = await carrier.create({ From: '', MessagingServiceSid: `MG${'1'.repeat(32)}` });

  expect(created.body).toMatchObject({ status: 'accepted', from: null, messaging_service_sid: `MG${'1'.repeat(32)}` });
});

test('wrong credentials, or those of another account, are refused', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  const other = `AC${'9'.repeat(32)}`;

  const none = await fetch(`${carrier.url}/2010-04-01/Accounts/${carrier.accountSid}/Messages.json`, {
    method: 'POST',
  });
  const foreign = await carrier.get(`/2010-04-01/Accounts/${other}/Messages.json`);

  expect(none.status).toBe(401);
  expect(await none.json()).toMatchObject({ code: 20003, status: 401 });
  expect(foreign.status).toBe(401);
});

test.each([
  [{ To: '' }, 21604],
  [{ To: '5551234' }, 21211],
  [{ To: '+15005550001' }, 21211],
  [{ To: '+15005550004' }, 21610],
  [{ To: '+15005550009' }, 21614],
  [{ From: '' }, 21603],
  [{ From: '+15005550007' }, 21606],
  [{ From: 'no such sender!' }, 21212],
  [{ Body: '' }, 21602],
  [{ Body: 'a'.repeat(1601) }, 21617],
  [{ StatusCallback: 'nowhere' }, 21609],
])('%j is refused with %d', async (fields, code) => {
  const refused = await shared.create(fields);

  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ code, status: 400, more_info: `https://www.twilio.com/docs/errors/${code}` });
  const ledger = (await shared.admin('GET', '/ledger')).body;
  expect(ledger).toMatchObject({ messages: 0, refusals: { [code]: expect.any(Number) } });
});

test('a list is paged to its end without gap or repeat, newest first', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  const sids: string[] = [];
  for (let index = 0; index < 7; index += 1) sids.unshift((await carrier.create({ Body: `n ${index}` })).body.sid);

  const listed: string[] = [];
  let uri: string | null = '?PageSize=3';
  uri = `.json${uri}`;
  while (uri !== null) {
    const page = await carrier.get(uri);
    listed.push(...page.body.messages.map((message: { sid: string }) => message.sid));
    uri = page.body.next_page_uri;
  }

  expect(listed).toEqual(sids);
});

test('a list is narrowed by recipient, sender and date', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);
  const created = [
    await carrier.create({ To: '+14155550111' }),
    await carrier.create({ To: '+14155550112', From: '+14155550002' }),
  ];
  const count = async (query: Record<string, string>) =>
    (await carrier.get(`.json?${new URLSearchParams(query)}`)).body.messages.length;
  const [hourAgo, inAnHour] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());

  expect(await count({ To: '+14155550111' })).toBe(1);
  expect(await count({ From: '+14155550002' })).toBe(1);
  expect(await count({ 'DateSent>': hourAgo ?? '' })).toBe(2);
  expect(await count({ 'DateSent>': inAnHour ?? '' })).toBe(0);
  expect(await count({ 'DateSent<': hourAgo ?? '' })).toBe(0);
  // Two days, where midnight came between them.
  const days = new Set(created.map(({ body }) => new Date(body.date_created).toISOString().slice(0, 10)));
  const ofDays = await Promise.all([...days].map((DateSent) => count({ DateSent })));
  expect(ofDays.reduce((sum, each) => sum + each)).toBe(2);
});

test('an unknown message is not found', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);

  expect(await carrier.get(`/SM${'0'.repeat(32)}.json`)).toMatchObject({ status: 404, body: { code: 20404 } });
});

test('many creates at once are all kept, each once', async () => {
  using folder = temporaryFolder();
  await using carrier = await startTestCarrier(folder.path);

  const created = await Promise.all(
    Array.from({ length: 300 }, (_, index) => carrier.create({ To: `+1415556${1000 + index}` })),
  );

  expect(new Set(created.map(({ body }) => body.sid)).size).toBe(300);
  expect((await carrier.admin('GET', '/ledger')).body).toMatchObject({ messages: 300, recipients: 300, repeated: {} });
});
