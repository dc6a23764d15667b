import { z } from 'zod';
import { AccessScope } from '../auth/auth.contract.ts';
import { operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { scopes } from '../scopes.ts';
import { Instant, InstantInput } from '../time.ts';

const Name = z
  .string()
  .regex(/\S/, 'Give a name')
  .max(120)
  .meta({ examples: ['Nightly import'] });
const KeyScopes = z.array(AccessScope).min(1).max(scopes.length);

/** An API key as it is listed: never the key itself. */
export const ApiKey = z
  .object({
    id: z.string().describe('Key id'),
    name: z.string().describe('What it is for'),
    prefix: z.string().describe('How the key begins, to recognise it by'),
    scopes: z.array(AccessScope).describe('What the key may do, as far as its maker may still do it'),
    made_by: z.string().describe('User id of the member who made it'),
    created_at: Instant,
    expires_at: Instant.nullable().describe('When it ends; null means when it is revoked'),
    last_used_at: Instant.nullable().describe('Exact to about five minutes'),
    revoked_at: Instant.nullable().describe('When it was revoked; null while it works'),
  })
  .meta({ id: 'ApiKey', description: 'An API key as it is listed: never the key itself' });

/** A new API key; `key` is shown this once. */
export const NewApiKey = ApiKey.extend({
  key: z.string().describe('Send as `Authorization: Bearer …`. It cannot be shown again'),
}).meta({ id: 'NewApiKey', description: 'A new API key; `key` is shown this once' });

/** Keys for programs. */
export const apiKeys = {
  list: operation({
    kind: 'query',
    rest: 'GET /workspace/api-keys',
    summary: 'List API keys, newest first',
    scope: 'workspace:admin',
    tx: 'read',
    limit: 'default',
    input: z.object({
      ...pageInput,
      include_revoked: z.boolean().default(false).describe('Also keys that no longer work'),
    }),
    output: pageOf(ApiKey, 'ApiKeyPage'),
  }),
  create: operation({
    kind: 'mutation',
    rest: 'POST /workspace/api-keys',
    status: 201,
    summary: 'Make an API key',
    description:
      'The key acts with its own scopes, never beyond what its maker may do at the time, and ends when its maker leaves.',
    scope: 'workspace:admin',
    tx: 'write',
    limit: 'default',
    idempotent: 'secret',
    input: z.object({
      name: Name.describe('What it is for'),
      scopes: KeyScopes.describe('No more than the caller has'),
      expires_at: InstantInput.optional().describe('Without it, the key lasts until it is revoked'),
    }),
    output: NewApiKey,
    errors: ['forbidden', 'unprocessable'],
  }),
  revoke: operation({
    kind: 'mutation',
    rest: 'DELETE /workspace/api-keys/{key_id}',
    summary: 'Revoke an API key',
    description: 'Calls with it are refused at once by this process and within ten seconds by every other.',
    scope: 'workspace:admin',
    tx: 'none',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({ key_id: z.uuid().describe('Key id') }),
    output: ApiKey,
    errors: ['not_found'],
  }),
};
