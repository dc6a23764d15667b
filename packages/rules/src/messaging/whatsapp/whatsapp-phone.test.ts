import { expect, test } from 'vitest';
import { whatsappPhoneForms } from './whatsapp-phone.ts';

test.each([
  ['+5215512345678', ['+525512345678', '+5215512345678']],
  ['+525512345678', ['+525512345678', '+5215512345678']],
  ['+541112345678', ['+5491112345678', '+541112345678']],
  ['+551187654321', ['+5511987654321', '+551187654321']],
  ['+5511987654321', ['+5511987654321', '+551187654321']],
  // A landline begins with 2 to 5 and never had a 9.
  ['+551132345678', ['+551132345678']],
  ['+14155550100', ['+14155550100']],
])('%s may be met as %j', (phone, forms) => {
  expect(whatsappPhoneForms(phone)).toEqual(forms);
});
