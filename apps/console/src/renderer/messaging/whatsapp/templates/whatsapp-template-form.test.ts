import { expect, test } from 'vitest';
import {
  templateFieldsOf,
  templateInput,
  templateSchema,
  type WhatsappTemplateFields,
} from './whatsapp-template-form.ts';

const fields: WhatsappTemplateFields = {
  ...templateFieldsOf(null, 'whatsapp'),
  ...{ name: 'order_ready', body_text: 'Hi {{1}}, order {{2}} is ready.', footer_text: '' },
  ...{ body_variables: ['first_name', 'order', 'left_over'], samples: ['Ada', '', 'x'] },
};

test('variables are those the text has, samples those that were given, and what is empty is left out', () => {
  expect(templateInput(fields)).toEqual({
    ...{ sender_id: 'whatsapp', name: 'order_ready', language: 'en', category: 'UTILITY', header_type: 'NONE' },
    ...{ body_text: 'Hi {{1}}, order {{2}} is ready.', body_variables: ['first_name', 'order'] },
    examples: { first_name: 'Ada' },
  });
});

test('a heading has its variable only where its text has one', () => {
  const heading = { header_variable: 'shop', header_sample: 'Ada’s' };

  expect(templateInput({ ...fields, ...heading, header_content: 'News' })).not.toHaveProperty('header_variable');
  expect(templateInput({ ...fields, ...heading, header_content: 'News of {{1}}' })).toMatchObject({
    ...{ header_type: 'TEXT', header_content: 'News of {{1}}', header_variable: 'shop' },
    examples: { first_name: 'Ada', shop: 'Ada’s' },
  });
});

test('Meta’s rules are told at the field they are about, before anything is handed over', async () => {
  const schema = await templateSchema();
  const faultsOf = (change: Partial<WhatsappTemplateFields>) =>
    schema.safeParse(templateInput({ ...fields, ...change })).error?.issues.map(({ path }) => path.join('.')) ?? [];

  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ name: 'Order ready', footer_text: 'x'.repeat(61) })).toEqual(['name', 'footer_text']);
  expect(faultsOf({ body_text: 'Hi {{2}}' })).toEqual(['body_text']);
  expect(faultsOf({ body_variables: ['first_name', ''] })).toEqual(['body_variables.1']);
});

test('a template that is written again begins with the other’s texts, under a name that Meta has not seen', () => {
  const from = {
    ...{ id: 'a', business_account_id: '1', name: 'order_ready', language: 'de', category: 'MARKETING' },
    ...{ status: 'rejected' as const, reason: 'SCAM', header_text: null, body_text: 'Hi {{1}}', footer_text: 'Bye' },
    ...{ header_variable: null, body_variables: ['1'], provider_id: '1', job_id: null },
    ...{ status_at: '', created_at: '', updated_at: '' },
  } as const;

  expect(templateFieldsOf({ ...from, body_variables: ['1'] }, '')).toMatchObject({
    ...{ name: 'order_ready_2', language: 'de', category: 'MARKETING', body_text: 'Hi {{1}}', footer_text: 'Bye' },
    body_variables: [''],
  });
});
