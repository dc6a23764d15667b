import { expect, test } from 'vitest';
import { withoutSecrets } from './use-draft.ts';

test('a draft holds no secret, however deep it is', () => {
  const values = {
    name: 'main',
    auth_token: 'abc',
    whatsapp: { access_token: 'def', phone_number_id: '1' },
    keys: [{ appSecret: 'ghi', label: 'one' }],
  };

  expect(withoutSecrets(values)).toEqual({
    name: 'main',
    whatsapp: { phone_number_id: '1' },
    keys: [{ label: 'one' }],
  });
});
