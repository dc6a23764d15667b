import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marquee } from '@marquee/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enginePid, kill } from '../harness/server.ts';
import { startServing, type Serving } from '../harness/serving.ts';
import { until } from '../harness/until.ts';

let serving: Serving;
let demo: Marquee;
let access: { readonly email: string; readonly password: string; readonly apiKey: string };

beforeAll(async () => {
  serving = await startServing({ MARQUEE_DEMO: '1' }, 'start');
  const { baseUrl, dataDir } = serving;
  access = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as typeof access; // written by the server
  demo = new Marquee({ baseUrl, apiKey: access.apiKey });
  await untilMade();
}, 300_000);

afterAll(async () => serving?.[Symbol.asyncDispose](), 60_000);

test(
  'a reset brings the demo back to how it began, and whoever asked for it goes on',
  { timeout: 240_000 },
  async () => {
    const signedIn = await new Marquee({ baseUrl: serving.baseUrl }).auth.login(access);
    const person = new Marquee({ baseUrl: serving.baseUrl, token: () => signedIn.access_token });
    const began = await whatIsThere();
    await addSomething();
    expect(await whatIsThere()).not.toEqual(began);

    const job = await demo.workspace.demo.reset();
    const ended = await demo.system.jobs.wait(job);

    expect(ended).toMatchObject({ status: 'succeeded', progress: { done: 3, total: 3 } });
    expect(await whatIsThere()).toEqual(began);
    expect(await demo.workspace.settings.get()).toMatchObject({ name: 'Demo', default_quiet_hours: null });
    expect((await demo.metrics.catalog.list()).items).toEqual([]);
    expect((await demo.events.webhooks.list()).items).toEqual([]);
    expect((await person.auth.me()).user.email).toBe(access.email);
    const [line] = (await demo.workspace.audit.list({ operation: 'workspace.demo.reset' })).items;
    expect(line).toMatchObject({ outcome: 'done', facts: { job_id: job.id } });
    await until(
      'the event is told',
      async () => (await demo.events.log.list({ name_prefix: 'workspace.demo.' })).items,
      (told) => told.some(({ data }) => (data as { readonly job_id?: string }).job_id === job.id),
    );
  },
);

test('the send of a demo that was reset goes on by itself, and nothing of the one before comes in', async () => {
  const sent = await until(
    'messages are delivered',
    async () => (await demo.messaging.campaigns.list({ status: 'running' })).items[0]?.messages_sent ?? 0,
    (count) => count >= 3,
  );

  const { items } = await demo.messaging.messages.list({ limit: 500 });
  const run = new Set(items.map(({ campaign_id }) => campaign_id));
  expect(sent).toBeGreaterThanOrEqual(3);
  expect(run.size).toBe(1);
});

test('a reset that kill -9 cuts off in its middle ends well', { timeout: 400_000 }, async () => {
  await addSomething();
  const job = await demo.workspace.demo.reset();
  await until(
    'some of the contacts are there',
    async () => (await contacts()) ?? 0,
    (count) => count > 0 && count < 400,
  );
  const engine = await enginePid(serving.dataDir);
  await serving.kill();
  kill(engine);
  await serving.startAgain();

  const ended = await demo.system.jobs.wait(job);

  expect(ended.status).toBe('succeeded');
  expect(await whatIsThere()).toMatchObject({ contacts: 400, senders: ['demo', 'demo-whatsapp'] });
  await until(
    'its send runs',
    async () => (await demo.messaging.campaigns.list({ status: 'running' })).items,
    ([running]) => running?.name === 'Demo send' && running.messages_sent > 0,
  );
});

test('a workspace of somebody’s own is refused, and keeps all it has', async () => {
  const own = new Marquee({ baseUrl: serving.baseUrl, apiKey: serving.apiKey });
  await own.messaging.contacts.create({ phone_e164: '+14155550199', consent_state: 'OPT_OUT' });

  await expect(own.workspace.demo.reset()).rejects.toMatchObject({ code: 'unprocessable' });
  await expect(own.workspace.demo.delete()).rejects.toMatchObject({ code: 'unprocessable' });
  expect((await own.messaging.contacts.list({ include_total: true })).page.total).toBe(1);
});

test('a demo that was deleted is gone, and the next start makes no new one', { timeout: 240_000 }, async () => {
  await demo.workspace.demo.delete();
  await until(
    'nobody gets in any more',
    () => demo.auth.me().then(String, (error: { readonly code?: string }) => error.code),
    (code) => code === 'unauthenticated',
  );
  await serving.kill();
  await serving.startAgain();

  const own = new Marquee({ baseUrl: serving.baseUrl, apiKey: serving.apiKey });
  expect((await own.messaging.contacts.list({ include_total: true })).page.total).toBe(1);
  await expect(new Marquee({ baseUrl: serving.baseUrl }).auth.login(access)).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(JSON.parse(await readFile(join(serving.dataDir, 'demo.json'), 'utf8'))).toEqual({ isDeleted: true });
});

async function contacts(): Promise<number | undefined> {
  return (await demo.messaging.contacts.list({ limit: 1, include_total: true })).page.total;
}

/** The doors open before the demo is whole. */
async function untilMade(): Promise<void> {
  await until(
    'the demo’s send has begun',
    async () => (await demo.messaging.campaigns.list({ status: 'running' })).items,
    (running) => running.length > 0,
  );
}

/** What the demo holds, by names and counts. */
async function whatIsThere() {
  const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name).toSorted();
  return {
    contacts: await contacts(),
    segments: names((await demo.messaging.segments.list()).items),
    templates: names((await demo.messaging.templates.list()).items),
    campaigns: names((await demo.messaging.campaigns.list()).items),
    whatsapp: names((await demo.messaging.whatsappTemplates.list()).items),
    senders: (await demo.messaging.senders.list()).items.map(({ sender_id }) => sender_id),
  };
}

async function addSomething(): Promise<void> {
  await demo.messaging.contacts.create({ phone_e164: '+14155559999', consent_state: 'OPT_OUT' });
  const [template] = (await demo.messaging.templates.list()).items;
  const [segment] = (await demo.messaging.segments.list()).items;
  if (template === undefined || segment === undefined) throw new Error('the demo has a template and a segment');
  const campaign = { name: 'Mine', template_id: template.id, segment_id: segment.id, sender_id: 'demo' };
  const { id } = await demo.messaging.campaigns.create({ ...campaign, rate_limit_per_second: 1 });
  await demo.messaging.campaigns.trigger(id);
  await demo.metrics.batches.upload({ data_type: 'ads', data: [{ date: '2026-03-15T00:00:00Z', spend: 1 }] });
  await demo.events.webhooks.create({ url: 'https://example.com/hook', event_names: ['messaging.messages.changed'] });
  await demo.workspace.settings.update({ name: 'Ours', default_quiet_hours: { start: '21:00', end: '08:00' } });
}
