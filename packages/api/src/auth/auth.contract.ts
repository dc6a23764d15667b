import { z } from 'zod';
import { operation } from '../operation.ts';
import { roles, scopes } from '../scopes.ts';
import { TimeZone } from '../time.ts';

/** A new password. */
export const NewPassword = z.string().min(10).max(256).describe('At least 10 characters; a sentence is a good choice');

/** An e-mail address; upper and lower case are the same account. */
export const EmailAddress = z.email().max(254).describe('E-mail address; upper and lower case are the same account');

const Name = z.string().regex(/\S/, 'Give a name');
const AnyPassword = z.string().min(1).max(256);
const OneTimeToken = z.string().min(1).max(200);
const Web = z
  .boolean()
  .default(false)
  .describe('For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer');

/** What signing in answers. */
export const Tokens = z
  .object({
    access_token: z.string().describe('Send as `Authorization: Bearer …`'),
    refresh_token: z
      .string()
      .optional()
      .describe('Good for one exchange at /auth/refresh; absent when it went into the web cookie'),
    token_type: z.literal('bearer'),
    expires_in: z.int().describe('Seconds until the access token ends'),
    workspace_id: z.string().describe('The workspace these tokens act in'),
  })
  .meta({ id: 'Tokens' });

/** Who is calling, and where they may go. */
export const Identity = z
  .object({
    kind: z.enum(['user', 'api_key']),
    user: z
      .object({ id: z.string(), email: z.string(), full_name: z.string() })
      .describe('The person; for an API key the member who made it'),
    api_key_id: z.string().nullable().describe('The API key in use; null for people'),
    workspace: z.object({ id: z.string(), name: z.string(), time_zone: z.string(), is_demo: z.boolean() }),
    role: z.enum(roles),
    scopes: z.array(z.enum(scopes)).describe('What this call was allowed to do'),
    workspaces: z
      .array(z.object({ id: z.string(), name: z.string(), role: z.enum(roles) }))
      .describe(
        'Every workspace the person belongs to; pass one as `workspace_id` when signing in. Empty for API keys',
      ),
  })
  .meta({ id: 'Identity' });

const Accepted = z.object({ message: z.string() }).meta({ id: 'Accepted' });
const Nothing = z.object({});

/** Signing in and out, and getting an account. */
export const auth = {
  login: operation({
    kind: 'mutation',
    rest: 'POST /auth/login',
    aliases: ['/auth/token'],
    summary: 'Sign in with an e-mail address and a password',
    description:
      'Takes JSON or a form. Ten wrong passwords for one account, or a hundred from one address, within 15 minutes are followed by 429 until that time is over.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    form: true,
    idempotent: 'natural',
    input: z
      .object({
        username: z.string().min(1).max(320).optional().describe('The e-mail address, as OAuth password forms call it'),
        email: z.string().min(1).max(320).optional().describe('The e-mail address'),
        password: AnyPassword,
        workspace_id: z.uuid().optional().describe('The workspace to act in; the last used one when omitted'),
        web: Web,
      })
      .refine((input) => (input.username ?? input.email) !== undefined, {
        path: ['username'],
        message: 'Give `username` or `email`',
      }),
    output: Tokens,
    errors: ['unauthenticated', 'forbidden', 'rate_limited'],
    documented: ['ads POST /api/v1/auth/login', 'metrics POST /auth/token'],
  }),
  register: operation({
    kind: 'mutation',
    rest: 'POST /auth/register',
    status: 201,
    location: '/auth/me',
    summary: 'Make an account and a workspace of its own',
    description:
      'The new account owns the workspace and is signed in. Servers may close registration; then ask for an invitation.',
    scope: 'public',
    tx: 'none',
    limit: 'register',
    input: z.object({
      email: EmailAddress,
      password: NewPassword,
      full_name: Name.max(200),
      workspace_name: Name.max(120).optional().describe('Name of the new workspace; `tenant_name` is the same'),
      tenant_name: Name.max(120).optional(),
      time_zone: TimeZone.default('UTC'),
      web: Web,
    }),
    output: Tokens,
    errors: ['conflict', 'forbidden'],
    documented: ['ads POST /api/v1/auth/register'],
  }),
  refresh: operation({
    kind: 'mutation',
    rest: 'POST /auth/refresh',
    summary: 'Exchange a refresh token for new tokens',
    description:
      'Takes the refresh token from the body, from `Authorization: Bearer`, or from the web cookie. Each is good once. A token that comes back within ten seconds is a double click and is refused with 409; one that comes back later was stolen, and its whole session ends.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    idempotent: 'natural',
    input: z.object({ refresh_token: OneTimeToken.optional() }),
    output: Tokens,
    errors: ['unauthenticated', 'conflict', 'forbidden'],
    documented: ['ads POST /api/v1/auth/refresh', 'metrics POST /auth/refresh'],
  }),
  logout: operation({
    kind: 'mutation',
    rest: 'POST /auth/logout',
    status: 204,
    summary: 'End this session and every token of it',
    description:
      'Finds the session by the access token, or by a refresh token as /auth/refresh does. Signing out twice is fine.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    idempotent: 'natural',
    input: z.object({ refresh_token: OneTimeToken.optional() }),
    output: Nothing,
    errors: ['forbidden'],
  }),
  me: operation({
    kind: 'query',
    rest: 'GET /auth/me',
    summary: 'Who is calling, in which workspace, with which rights',
    scope: 'signed_in',
    tx: 'none',
    limit: 'default',
    input: z.object({}),
    output: Identity,
    errors: ['unauthenticated'],
  }),
  forgotPassword: operation({
    kind: 'mutation',
    rest: 'POST /auth/forgot-password',
    status: 202,
    summary: 'Ask for a mail with a link to set a new password',
    description: 'Answers the same whether or not the address has an account. The link is good once, for an hour.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    idempotent: 'natural',
    input: z.object({ email: EmailAddress }),
    output: Accepted,
    documented: ['ads POST /api/v1/auth/forgot-password'],
  }),
  resetPassword: operation({
    kind: 'mutation',
    rest: 'POST /auth/reset-password',
    status: 204,
    summary: 'Set a new password with the token from the mail',
    description: 'Ends every session of the account. API keys stay.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    input: z.object({ token: OneTimeToken, new_password: NewPassword }),
    output: Nothing,
    errors: ['unprocessable'],
    documented: ['ads POST /api/v1/auth/reset-password'],
  }),
  acceptInvite: operation({
    kind: 'mutation',
    rest: 'POST /auth/accept-invite',
    summary: 'Join a workspace with the token from an invitation',
    description:
      'Someone new gives a name and chooses a password; someone who has an account proves it with its password. Answers tokens for that workspace.',
    scope: 'public',
    tx: 'none',
    limit: 'sign_in',
    input: z.object({
      token: OneTimeToken,
      full_name: Name.max(200).optional().describe('Required for someone new'),
      password: AnyPassword.describe('The existing password, or a new one of at least 10 characters'),
      web: Web,
    }),
    output: Tokens,
    errors: ['unauthenticated', 'unprocessable', 'forbidden', 'rate_limited', 'conflict'],
  }),
};
