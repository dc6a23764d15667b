import { sql } from 'drizzle-orm';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { select } from '../../database/sql.ts';
import { sealer } from '../../lib/crypto/sealed.ts';
import { newId } from '../../lib/ids.ts';
import { openTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { accessTokens } from './access-tokens.ts';

let db: TestDatabase;
let nowMs = Date.parse('2026-03-15T07:00:00.000Z');
const now = () => new Date(nowMs);
const key = new Uint8Array(32).fill(1);
const claims = { userId: newId(), workspaceId: newId(), sessionId: newId(), role: 'owner' };

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

function process(secret = key) {
  return accessTokens({ asSystem: db.asSystem, now, newId, sealer: sealer(secret) });
}

function kidOf(token: string): string | undefined {
  return decodeProtectedHeader(token).kid;
}

test('processes that start together share one signing key', async () => {
  const tokens = await Promise.all([process().issue(claims), process().issue(claims), process().issue(claims)]);

  expect(new Set(tokens.map(kidOf)).size).toBe(1);
});

test('a key signs for 30 days, and its last tokens count after that', async () => {
  const old = process();
  nowMs += 29 * 86_400_000 + 86_399_000;
  const last = await old.issue(claims);
  nowMs += 1_000_000;

  const next = await old.issue(claims);

  expect(kidOf(next)).not.toBe(kidOf(last));
  expect(await process().verify(last)).toMatchObject(claims);
  expect(await old.verify(next)).toMatchObject(claims);
});

test('with another secret key a new signing key is made, and what was signed before still counts', async () => {
  const before = await process().issue(claims);
  const moved = process(new Uint8Array(32).fill(9));

  const after = await moved.issue(claims);

  expect(kidOf(after)).not.toBe(kidOf(before));
  expect(await moved.verify(before)).toMatchObject(claims);
});

test('made-up key ids cost no query each', async () => {
  const tokens = process();
  const real = await tokens.issue(claims);
  await tokens.verify(real);
  const [, body, signature] = real.split('.');
  const head = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: 'made-up' })).toString('base64url');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');

  for (const forged of [`${head}.${body}.${signature}`, `${unsigned}.${body}.`, 'nonsense']) {
    await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

test('the private half of a key is stored sealed', async () => {
  await process().issue(claims);

  const rows = await db.asSystem('test', (tx) =>
    select<{ public_jwk: object; sealed_private_jwk: string }>(
      tx,
      sql`select public_jwk, sealed_private_jwk from signing_keys`,
    ),
  );

  for (const row of rows) {
    expect(row.public_jwk).not.toHaveProperty('d');
    expect(row.sealed_private_jwk).toMatch(/^v1\.[0-9a-f]{8}\./);
  }
});
