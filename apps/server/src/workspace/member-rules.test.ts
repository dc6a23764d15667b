import { expect, test } from 'vitest';
import { decideMemberChange, type MemberChange } from './member-rules.ts';

const change: MemberChange = { callerRole: 'admin', targetRole: 'viewer', nextRole: 'operator', isLastOwner: false };

test('an admin may raise others as far as their own role', () => {
  expect(decideMemberChange({ ...change, nextRole: 'admin' })).toBeNull();
  expect(decideMemberChange({ ...change, nextRole: 'owner' })).toMatchObject({ code: 'forbidden' });
});

test('an admin cannot change or remove an owner', () => {
  expect(decideMemberChange({ ...change, targetRole: 'owner', nextRole: 'viewer' })).toMatchObject({
    code: 'forbidden',
  });
  expect(decideMemberChange({ ...change, targetRole: 'owner', nextRole: null })).toMatchObject({ code: 'forbidden' });
});

test('the last owner stays owner', () => {
  const last: MemberChange = { callerRole: 'owner', targetRole: 'owner', nextRole: null, isLastOwner: true };

  expect(decideMemberChange(last)).toMatchObject({ code: 'unprocessable' });
  expect(decideMemberChange({ ...last, nextRole: 'admin' })).toMatchObject({ code: 'unprocessable' });
  expect(decideMemberChange({ ...last, nextRole: 'owner' })).toBeNull();
  expect(decideMemberChange({ ...last, isLastOwner: false })).toBeNull();
});
