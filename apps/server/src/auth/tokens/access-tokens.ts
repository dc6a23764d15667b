import { ApiError } from '@marquee/api/errors';
import {
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWTHeaderParameters,
} from 'jose';
import { z } from 'zod';
import type { AsSystem } from '../../database/database.ts';
import { SealError, type Sealer } from '../../lib/crypto/sealed.ts';
import type { SigningKey } from '../auth.tables.ts';
import { insertSigningKey, lockKeyMaking, verifyingKeys } from './signing-keys.store.ts';

/** Seconds an access token lasts: the ads document's 1800. */
export const accessTokenSeconds = 1800;

/** What an access token says. It is proof of a session, not of rights: role and membership are read again at each use. */
export interface AccessClaims {
  readonly userId: string;
  readonly workspaceId: string;
  readonly sessionId: string;
  readonly role: string;
}

/** Makes and checks access tokens: JWTs signed with Ed25519 keys that change every 30 days. */
export interface AccessTokens {
  readonly issue: (claims: AccessClaims) => Promise<string>;
  /** @throws {ApiError} `unauthenticated` when the token is forged, foreign or over */
  readonly verify: (token: string) => Promise<AccessClaims & { readonly expiresAt: Date }>;
}

interface Deps {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly sealer: Sealer;
}

interface Signer {
  readonly kid: string;
  readonly key: CryptoKey;
  readonly until: number;
}

const algorithm = 'EdDSA';
const parties = { issuer: 'marquee', audience: 'marquee-api' };
const dayMs = 86_400_000;
const signsDays = 30;
const reloadEveryMs = 5_000;

const Claims = z.object({ sub: z.uuid(), workspace: z.uuid(), session: z.uuid(), role: z.string(), exp: z.number() });

/** Access tokens under keys that all processes share through the database, private halves sealed. */
export function accessTokens(deps: Deps): AccessTokens {
  const publicKeys = new Map<string, CryptoKey>();
  let signer: Promise<Signer> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;

  async function currentSigner(): Promise<Signer> {
    const found = await (signer ??= findOrMakeSigner(deps));
    if (deps.now().getTime() < found.until) return found;
    signer = undefined;
    return await currentSigner();
  }

  async function publicKey(kid: string | undefined): Promise<CryptoKey> {
    const at = deps.now();
    const known = publicKeys.get(kid ?? '');
    if (known !== undefined) return known;
    // Another process may have made a key; forged ids must not become a query each.
    if (at.getTime() - loadedAt >= reloadEveryMs) {
      loadedAt = at.getTime();
      const rows = await deps.asSystem('verify access tokens', (db) => verifyingKeys(db, at.toISOString()));
      publicKeys.clear();
      for (const row of rows) publicKeys.set(row.kid, await importedKey(row.public_jwk));
    }
    return publicKeys.get(kid ?? '') ?? refused();
  }

  return {
    async issue(claims) {
      const { kid, key } = await currentSigner().catch((error: unknown) => {
        signer = undefined; // a failed look-up must not be remembered
        throw error;
      });
      const issuedAt = Math.floor(deps.now().getTime() / 1000);
      return await new SignJWT({ workspace: claims.workspaceId, session: claims.sessionId, role: claims.role })
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setSubject(claims.userId)
        .setIssuer(parties.issuer)
        .setAudience(parties.audience)
        .setJti(deps.newId())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(key);
    },
    async verify(token) {
      try {
        const options = { ...parties, algorithms: [algorithm], currentDate: deps.now() };
        const { payload } = await jwtVerify(token, (header: JWTHeaderParameters) => publicKey(header.kid), options);
        const { sub, workspace, session, role, exp } = Claims.parse(payload);
        return { userId: sub, workspaceId: workspace, sessionId: session, role, expiresAt: new Date(exp * 1000) };
      } catch (cause) {
        if (cause instanceof errors.JWTExpired)
          throw new ApiError('unauthenticated', 'The access token is over; refresh it', { cause });
        if (cause instanceof errors.JOSEError || cause instanceof z.ZodError) return refused(cause);
        throw cause;
      }
    },
  };
}

function refused(cause?: unknown): never {
  throw new ApiError('unauthenticated', 'The access token is not valid; sign in again', { cause });
}

async function findOrMakeSigner(deps: Deps): Promise<Signer> {
  const fresh = await newSigningKey(deps);
  const row = await deps.asSystem('sign access tokens', async (db) => {
    await lockKeyMaking(db);
    const usable = (await verifyingKeys(db, fresh.created_at)).find(
      (key) => key.signs_until > fresh.created_at && canOpen(deps.sealer, key),
    );
    if (usable === undefined) await insertSigningKey(db, fresh);
    return usable ?? fresh;
  });
  const key = await importedKey(JSON.parse(deps.sealer.open(row.sealed_private_jwk, sealContext(row.kid))));
  return { kid: row.kid, key, until: Date.parse(row.signs_until) };
}

// Made before the transaction, which is short and often finds that another process was first.
async function newSigningKey({ now, newId, sealer }: Deps): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const kid = newId();
  const at = now().getTime();
  return {
    kid,
    algorithm,
    public_jwk: await exportJWK(publicKey),
    sealed_private_jwk: sealer.seal(JSON.stringify(await exportJWK(privateKey)), sealContext(kid)),
    created_at: new Date(at).toISOString(),
    signs_until: new Date(at + signsDays * dayMs).toISOString(),
    // A day past the last token it can have signed, for clocks that differ.
    verifies_until: new Date(at + (signsDays + 1) * dayMs + accessTokenSeconds * 1000).toISOString(),
  };
}

// A lost secret key must not lock everyone out: such a key only verifies until it is over, and a new one signs.
function canOpen(sealer: Sealer, key: SigningKey): boolean {
  try {
    sealer.open(key.sealed_private_jwk, sealContext(key.kid));
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

function sealContext(kid: string): string {
  return `signing_key:${kid}`;
}

async function importedKey(jwk: Parameters<typeof importJWK>[0]): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new Error('a signing key is not an asymmetric key');
  return key;
}
