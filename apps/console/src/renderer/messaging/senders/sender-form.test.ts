import { expect, test } from 'vitest';
import { fieldsOf, newSenderSchema, senderInput, senderSchema, shownInput, type Sender } from './sender-form.ts';

const sender: Sender = {
  ...{ sender_id: 'whatsapp', kind: 'whatsapp', phone_e164: '+15550002222', account_sid: '102290129340398' },
  whatsapp: { phone_number_id: '106540352242922', business_account_id: '102290129340398', api_version: 'v23.0' },
  ...{ base_url: 'https://graph.facebook.com', rate_per_second: 80, burst: 80, simulated: false, prices: null },
  ...{ webhook_url: 'https://marquee.example.com/api/v1/hooks/whatsapp', created_at: '', updated_at: '' },
};

test('a new WhatsApp sender goes with its secrets and the token that was made up for it', () => {
  const fields = fieldsOf(null, 'whatsapp');
  const whatsapp = { ...fields.whatsapp, phone_number_id: ' 106540352242922', access_token: 'token ', app_secret: 's' };

  const input = senderInput({ ...fields, sender_id: 'w', phone_e164: '+1 555 000-2222', whatsapp }, 'made up');

  expect(input).toMatchObject({
    ...{ kind: 'whatsapp', phone_e164: '+15550002222', rate_per_second: 80, base_url: 'https://graph.facebook.com' },
    whatsapp: { phone_number_id: '106540352242922', access_token: 'token', app_secret: 's', verify_token: 'made up' },
  });
  expect(input).not.toHaveProperty('account_sid');
  expect(input).not.toHaveProperty('prices');
});

test('changing a sender keeps the secrets that were left empty, and its kind', () => {
  const { whatsapp, kind } = senderInput(fieldsOf(sender), 'made up');

  expect(kind).toBe('whatsapp');
  expect(whatsapp).toEqual(sender.whatsapp);
});

test('code shows that there are secrets, and none of them', () => {
  const fields = fieldsOf(null, 'whatsapp');
  const input = senderInput({ ...fields, whatsapp: { ...fields.whatsapp, access_token: 'hush' } }, 'hush');

  expect(JSON.stringify(shownInput(input))).not.toContain('hush');
  expect(shownInput(input)['whatsapp']).toMatchObject({ access_token: '…', verify_token: '…' });
  expect(shownInput(senderInput({ ...fieldsOf(null), auth_token: 'hush' }, ''))).toMatchObject({ auth_token: '…' });
});

test('only a sender that is there may leave its secrets out', async () => {
  const input = senderInput({ ...fieldsOf(sender), sender_id: 'whatsapp' }, '');
  const missing = (await newSenderSchema()).safeParse(input).error?.issues.map(({ path }) => path.join('.'));

  expect(missing).toEqual(['whatsapp.access_token', 'whatsapp.app_secret']);
  expect((await senderSchema()).safeParse(input).success).toBe(true);
});
