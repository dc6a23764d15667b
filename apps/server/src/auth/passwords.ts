import { hash, verify } from '@node-rs/argon2';
import { randomSecret } from '../lib/crypto/crypto.ts';

// OWASP's password storage cheat sheet: argon2id, 19 MiB, two passes, one lane. The library's default variant is argon2id.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** The argon2id hash of a password. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(normalised(password), cost);
}

/**
 * Whether the password is the one that was hashed. Costs the same without a hash, so that the time taken does not tell whether
 * an account exists.
 */
export async function verifyPassword(hashed: string | null, password: string): Promise<boolean> {
  decoy ??= hash(randomSecret('decoy'), cost);
  const matches = await verify(hashed ?? (await decoy), normalised(password));
  return matches && hashed !== null;
}

// The same password typed on another keyboard may come in another Unicode form (NIST SP 800-63B, 3.1.1.2).
function normalised(password: string): string {
  return password.normalize('NFKC');
}
