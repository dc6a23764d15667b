// The bare loop that campaigns are measured against: as many calls at once to the same simulator, and the same ledger: a row for each
// message in a table of the same shape and indexes in the same engine, written before its call and after it. One run for each line on
// standard input.
import { connectionOf, migrationsFolder, newId, openDatabase } from '@marquee/server/testing';
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { contactFields } from './harness/contacts.ts';

const [dataDir = '', carrierUrl = '', accountSid = '', authToken = '', count = '0'] = process.argv.slice(2);
const lanes = 4;
const chunkSize = 25;
const from = '+15005550006';
const workspaceId = newId();

const database = await openDatabase({ databaseUrl: null, dataDir, connectionsMax: 1, migrationsFolder });
const query = (statement: string, params: readonly unknown[]) =>
  database.transaction({ kind: 'system', reason: 'bench' }, { access: 'write' }, (db) =>
    connectionOf(db).objects(statement, params),
  );
if (!('exec' in database)) throw new Error('the bench runs on PGlite');
await database.exec('create table bare_messages (like messaging_messages including all)');
await database.exec('grant all on bare_messages to marquee_system');

const agent = new Agent({ keepAlive: true, maxSockets: 128, scheduling: 'lifo' });
const callbacks = createServer((_request, response) => void response.writeHead(204).end());
await new Promise<void>((resolve) => void callbacks.listen(0, '127.0.0.1', () => resolve()));
const callbackUrl = `http://127.0.0.1:${(callbacks.address() as AddressInfo).port}/status`; // it listens on a port

interface Message {
  readonly id: string;
  readonly position: number;
  readonly contact_id: string;
  readonly phone: string;
  readonly body: string;
}

async function send({ id, phone, body }: Message): Promise<{ id: string; sid: string; status: string }> {
  const form = new URLSearchParams({
    To: phone,
    From: from,
    Body: body,
    StatusCallback: `${callbackUrl}?message_id=${id}`,
  }).toString();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) };
  const url = `${carrierUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  httpRequest(url, { method: 'POST', agent, headers, auth: `${accountSid}:${authToken}` }, resolve)
    .on('error', reject)
    .end(form);
  const response = await promise;
  const answer = JSON.parse(await text(response)) as { sid: string; status: string }; // Twilio's create answer
  if (response.statusCode !== 201) throw new Error(`the simulator answered ${response.statusCode}`);
  return { id, sid: answer.sid, status: answer.status };
}

async function sendAll(messages: readonly Message[]): Promise<void> {
  const campaignId = newId();
  let next = 0;
  const lane = async () => {
    while (next < messages.length) {
      const chunk = messages.slice(next, (next += chunkSize));
      await query(
        `insert into bare_messages (workspace_id, id, campaign_id, run, position, contact_id, phone_e164, sender_id, status, body, calls,
           parts, encoding, created_at, called_at, updated_at)
         select $2::uuid, id, $3::uuid, 1, position, contact_id, phone, 'main', 'calling', body, 1, 1, 'gsm7', now(), now(), now()
         from jsonb_to_recordset($1::jsonb) as m(id uuid, position int, contact_id uuid, phone text, body text)`,
        [JSON.stringify(chunk), workspaceId, campaignId],
      );
      const sent = await Promise.all(chunk.map(send));
      await query(
        `update bare_messages b set status = s.status, provider_sid = s.sid, sent_at = now(), updated_at = now()
         from unnest($1::uuid[], $2::text[], $3::text[]) as s(id, sid, status) where b.workspace_id = $4::uuid and b.id = s.id`,
        [...columnsOf(sent), workspaceId],
      );
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** As the send does it: parameters are arrays, so that the planner finds the rows by their key. */
function columnsOf(sent: readonly { id: string; sid: string; status: string }[]): readonly string[] {
  const array = (values: readonly string[]) => `{${values.join(',')}}`;
  return [array(sent.map(({ id }) => id)), array(sent.map(({ sid }) => sid)), array(sent.map(({ status }) => status))];
}

process.stdout.write('READY\n');
for await (const _line of createInterface({ input: process.stdin })) {
  const messages = Array.from({ length: Number(count) }, (_each, n) => {
    const [phone = '', , name = '', city = ''] = contactFields(n);
    return {
      id: newId(),
      position: n + 1,
      contact_id: newId(),
      phone,
      body: `Hi ${name}! Our spring sale starts today in ${city}. Reply STOP to opt out.`,
    };
  });
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await sendAll(messages);
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(`SENT ${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
}
