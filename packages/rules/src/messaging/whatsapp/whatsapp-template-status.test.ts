import { expect, test } from 'vitest';
import { whatsappTemplateStatusOf } from './whatsapp-template-status.ts';

test.each([
  ['APPROVED', 'approved'],
  ['reinstated', 'approved'],
  ['IN_APPEAL', 'pending'],
  ['PENDING_DELETION', 'deleted'],
  ['FLAGGED', null],
  ['SOMETHING_NEW', null],
])('Meta’s %s means %s', (word, status) => {
  expect(whatsappTemplateStatusOf(word)).toBe(status);
});
