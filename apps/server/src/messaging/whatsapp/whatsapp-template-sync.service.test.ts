import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../database/sql.ts';
import type { ListedTemplate } from '../../gateways/whatsapp.ts';
import { openTestDatabase } from '../../testing/database.ts';
import { openSending, type Sending } from '../../testing/messaging/sending.ts';
import { openWhatsapp, type WhatsappStage } from '../../testing/messaging/whatsapp.ts';
import { syncWhatsappTemplates } from './whatsapp-template-sync.service.ts';
import { whatsappTemplateActivities } from './whatsapp-templates.activities.ts';
import { changeWhatsappTemplate } from './whatsapp-templates.store.ts';

const shared = openTestDatabase();
let sending: Sending;
let stage: WhatsappStage;

beforeEach(async () => {
  const db = await shared;
  sending = await openSending(async () => ({ ...db, [Symbol.asyncDispose]: async () => undefined }));
  stage = await openWhatsapp(sending);
  // Accounts of every workspace are read: those of other tests must not be among them.
  await db.asSystem('test', (tx) =>
    run(tx, sql`delete from messaging_senders where workspace_id <> ${sending.workspaceId}`),
  );
});
afterAll(async () => (await shared)[Symbol.asyncDispose]());

const sync = () => syncWhatsappTemplates({ ...stage.deps, asSystem: sending.db.asSystem }, 0);
const listed = (name: string, status: string, text = 'Hello'): ListedTemplate => ({
  ...{ id: `id-of-${name}`, name, language: 'en', status, category: 'UTILITY', rejected_reason: null },
  components: [{ type: 'BODY', text }],
});
const shown = async () => {
  const { items } = await sending.call('messaging.whatsappTemplates.list', {});
  return (items as { name: string; status: string; body_variables: string[] }[]) // as the contract says
    .map(({ name, status, body_variables }) => [name, status, body_variables]);
};
const submit = async (name: string) => {
  const input = { sender_id: 'whatsapp', name, category: 'UTILITY', body_text: 'Hello' };
  const { id } = await sending.call('messaging.whatsappTemplates.create', input);
  const ref = { workspaceId: sending.workspaceId, templateId: String(id) };
  return await whatsappTemplateActivities(stage.deps).attemptWhatsappTemplate(ref);
};

test('templates made at Meta appear, change with its list and go with it; those with media are left out', async () => {
  const media = {
    ...listed('picture', 'APPROVED'),
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'x' },
    ],
  };
  stage.platform.listed = [listed('made_there', 'APPROVED', 'Hi {{1}} and {{2}}'), media];
  expect(await sync()).toBe(1);
  expect(await shown()).toEqual([['made_there', 'approved', ['1', '2']]]);

  sending.turnClock(1000);
  stage.platform.listed = [listed('made_there', 'PAUSED', 'Hi {{1}} and {{2}}')];
  expect([await sync(), await sync()]).toEqual([1, 0]);
  expect(await shown()).toEqual([['made_there', 'paused', ['1', '2']]]);

  sending.turnClock(1000);
  stage.platform.listed = [];
  await sync();
  expect(await shown()).toEqual([['made_there', 'deleted', ['1', '2']]]);
});

test('a template that was heard without an answer is found, not made again', async () => {
  stage.platform.listed = [listed('ours', 'APPROVED')];

  expect(await submit('ours')).toBeNull();

  expect(await shown()).toEqual([['ours', 'approved', []]]);
});

test('news of the second in which a template was handed over count, and older ones do not', async () => {
  sending.turnClock(600);
  await submit('ours');
  const at = (ms: number) => new Date(Math.floor((sending.deps.now().getTime() + ms) / 1000) * 1000).toISOString();
  const news = (status: 'approved' | 'rejected', ms: number) =>
    sending.inWorkspace((db) =>
      changeWhatsappTemplate(db, sending.workspaceId, {
        ...{
          businessAccountId: stage.businessAccountId,
          name: 'ours',
          language: 'en',
          status,
          reason: null,
          at: at(ms),
        },
      }),
    );

  await news('approved', 0);
  expect(await shown()).toEqual([['ours', 'approved', []]]);
  expect(await news('rejected', -5000)).toBeUndefined();
  expect(await shown()).toEqual([['ours', 'approved', []]]);
});
