import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

test('a password is kept as argon2id with 19 MiB, two passes and one lane', async () => {
  expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('only the same password matches, in whatever Unicode form it is typed', async () => {
  const hashed = await hashPassword('caf\u00e9 at noon');

  expect(await verifyPassword(hashed, 'cafe\u0301 at noon')).toBe(true);
  expect(await verifyPassword(hashed, 'cafe at noon')).toBe(false);
});

test('without a hash nothing matches, and the work is done all the same', async () => {
  const hashed = await hashPassword('correct horse');
  await verifyPassword(null, 'warm up');

  const [known, unknown] = [await workOf(hashed), await workOf(null)];

  // Argon2 takes tens of milliseconds, a skipped one none: a wide margin still tells them apart.
  expect(unknown).toBeGreaterThan(known / 5);
});

/** CPU time, which a machine that does other things meanwhile does not add to. */
async function workOf(hashed: string | null): Promise<number> {
  const before = process.cpuUsage();
  expect(await verifyPassword(hashed, 'wrong')).toBe(false);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
