import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { startReceiver, startTestCarrier, temporaryFolder } from '../testing/harness.ts';

const statusesOf = (seen: readonly { form: Record<string, string> }[]) => seen.map(({ form }) => form['MessageStatus']);

test('a message is called back sent and delivered, signed over the exact address', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);
  const url = `${receiver.url}/status?message_id=m%201&x=y`;

  const { body } = await carrier.create({ StatusCallback: url });
  const seen = await receiver.until((all) => all.length === 2);

  expect(statusesOf(seen)).toEqual(['sent', 'delivered']);
  for (const { form, headers, url: path } of seen) {
    expect(path).toBe('/status?message_id=m%201&x=y');
    expect(form).toMatchObject({
      MessageSid: body.sid,
      AccountSid: carrier.accountSid,
      To: '+14155550100',
      From: '+14155550001',
    });
    const signed = Object.keys(form)
      .sort()
      .reduce((text, name) => text + name + form[name], url);
    expect(headers['x-twilio-signature']).toBe(createHmac('sha1', carrier.token).update(signed).digest('base64'));
  }
  expect((await carrier.get(`/${body.sid}.json`)).body).toMatchObject({
    status: 'delivered',
    date_sent: expect.any(String),
  });
});

test("the published example of Twilio's signature holds", async () => {
  const { twilioSignature } = await import('./signature.ts');
  const parameters = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };

  expect(twilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', parameters)).toBe(
    'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  );
});

test.each([
  ['+15005553003', 'undelivered', '30003'],
  ['+15005553005', 'undelivered', '30005'],
  ['+15005553006', 'undelivered', '30006'],
  ['+15005553007', 'undelivered', '30007'],
  ['+15005553034', 'failed', '30034'],
])('a message to %s ends %s with %s', async (to, status, code) => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);

  const { body } = await carrier.create({ To: to, StatusCallback: receiver.url });
  const seen = await receiver.until((all) => statusesOf(all).includes(status));

  expect(seen.at(-1)?.form).toMatchObject({ MessageStatus: status, ErrorCode: code });
  expect((await carrier.get(`/${body.sid}.json`)).body).toMatchObject({ status, error_code: Number(code) });
});

test('a callback that meets 5xx is made again; one that meets 4xx is not', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path, ['--callbacks', 'delivered']);
  await carrier.admin('PUT', '/settings', { callback_backoff_ms: 5 });
  receiver.answers.push(500, 503, 200, 403);

  await carrier.create({ StatusCallback: receiver.url });
  await receiver.until((all) => all.length === 3);
  await carrier.create({ StatusCallback: receiver.url });
  await receiver.until((all) => all.length === 4);

  await expect
    .poll(async () => (await carrier.admin('GET', '/ledger')).body.callbacks)
    .toEqual({ pending: 0, done: 1, refused: 1, abandoned: 0 });
});

test('callbacks owed when the simulator ended are made after it starts again', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using first = await startTestCarrier(folder.path, ['--delivered-after-ms', '600']);
  await first.create({ StatusCallback: receiver.url });
  await receiver.until((all) => all.length === 1);
  await first[Symbol.asyncDispose]();

  await using second = await startTestCarrier(folder.path);
  const seen = await receiver.until((all) => all.length === 2);

  expect(statusesOf(seen)).toEqual(['sent', 'delivered']);
  expect((await second.admin('GET', '/ledger')).body.by_status).toEqual({ delivered: 1 });
});

test('an inbound message is posted to its sender with a signature, and TwiML is sent back', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path);
  receiver.body = '<?xml version="1.0"?><Response><Message>You&apos;re out &amp; done</Message></Response>';
  await carrier.admin('PUT', '/senders', { number: '+14155550001', inbound_url: `${receiver.url}/in` });

  const inbound = await carrier.admin('POST', '/inbound', { from: '+14155550100', to: '+14155550001', body: 'STOP' });
  const [call] = await receiver.until((all) => all.length === 1);

  expect(inbound).toMatchObject({ status: 201, body: { webhook: true } });
  expect(call?.form).toMatchObject({
    MessageSid: inbound.body.sid,
    Body: 'STOP',
    From: '+14155550100',
    To: '+14155550001',
    NumMedia: '0',
  });
  expect(call?.headers['x-twilio-signature']).toBeDefined();
  const replies = async () => (await carrier.admin('GET', '/ledger/messages?direction=outbound-reply')).body.messages;
  await expect.poll(replies).toMatchObject([{ to_number: '+14155550100', body: "You're out & done" }]);
});

test('with opt-out handling STOP brings 21610 and OptOutType, START lifts it', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  await using carrier = await startTestCarrier(folder.path, ['--opt-outs', '--inbound-url', receiver.url]);
  const person = { from: '+14155550100', to: '+14155550001' };

  await carrier.admin('POST', '/inbound', { ...person, body: ' stop ' });
  const refused = await carrier.create({});
  await carrier.admin('POST', '/inbound', { ...person, body: 'START' });
  const taken = await carrier.create({});

  expect(refused).toMatchObject({ status: 400, body: { code: 21610 } });
  expect(taken.status).toBe(201);
  const seen = await receiver.until((all) => all.length === 2);
  expect(new Set(seen.map(({ form }) => form['OptOutType']))).toEqual(new Set(['START', 'STOP']));
});
