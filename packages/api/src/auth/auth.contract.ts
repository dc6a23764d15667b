import { z } from 'zod';
import { operation } from '../operation.ts';
import { roles, scopes } from '../scopes.ts';
import { Instant, TimeZone } from '../time.ts';

/** A new password. */
export const NewPassword = z
  .string()
  .min(10)
  .max(256)
  .describe('At least 10 characters; a sentence is a good choice')
  .meta({ examples: ['the sea is calm tonight'] });

/** An e-mail address; upper and lower case are the same account. */
export const EmailAddress = z.email().max(254).describe('E-mail address; upper and lower case are the same account');

const FullName = z
  .string()
  .regex(/\S/, 'Give a name')
  .max(200)
  .meta({ examples: ['Ada Lovelace'] });
const WorkspaceName = z
  .string()
  .regex(/\S/, 'Give a name')
  .max(120)
  .meta({ examples: ['Analytical Engines'] });
const AnyPassword = z
  .string()
  .min(1)
  .max(256)
  .meta({ examples: ['the sea is calm tonight'] });
const OneTimeToken = z
  .string()
  .min(1)
  .max(200)
  .meta({ examples: ['Zm9yIGV4YW1wbGUgb25seQ'] });
const AccessToken = z
  .string()
  .min(1)
  .max(4096)
  .meta({ examples: ['eyJhbGciOiJFZERTQSJ9.Zm9yIGV4YW1wbGUgb25seQ.c2lnbmF0dXJl'] });
const Web = z
  .boolean()
  .default(false)
  .describe('For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer');

/** What a member may be: each role may do what the one before may. */
export const MemberRole = z
  .enum(roles)
  .describe('viewer reads; operator also writes and sends; admin also manages people and keys; owner all')
  .meta({ id: 'MemberRole' });

/** One permission of a call. */
export const AccessScope = z.enum(scopes).describe('One permission').meta({ id: 'AccessScope' });

/** What signing in answers. */
export const Tokens = z
  .object({
    access_token: z.string().describe('Send as `Authorization: Bearer …`'),
    refresh_token: z
      .string()
      .optional()
      .describe('Good for one exchange at /auth/refresh; absent when it went into the web cookie'),
    token_type: z.literal('bearer').describe('The scheme of `Authorization`'),
    expires_in: z.int().describe('Seconds until the access token ends'),
    workspace_id: z.string().describe('The workspace these tokens act in'),
  })
  .meta({ id: 'Tokens', description: 'What signing in answers' });

/** Who is calling, and where they may go. */
export const Identity = z
  .object({
    kind: z.enum(['user', 'api_key']).describe('A person, or a program with a key'),
    user: z
      .object({
        id: z.string().describe('User id'),
        email: z.string().describe('E-mail address'),
        full_name: z.string().describe('Name to show'),
      })
      .describe('The person; for an API key the member who made it'),
    api_key_id: z.string().nullable().describe('The API key in use; null for people'),
    workspace: z
      .object({
        id: z.string().describe('Workspace id'),
        name: z.string().describe('Name of the workspace'),
        time_zone: z.string().describe('IANA time zone of its days and reports'),
        is_demo: z.boolean().describe('Holds made-up data'),
        created_at: Instant.describe('When it was made; the demo, when its data was last made'),
      })
      .describe('The workspace this call acts in'),
    role: MemberRole.describe('The person’s role in it'),
    scopes: z.array(AccessScope).describe('What this call was allowed to do'),
    workspaces: z
      .array(
        z.object({
          id: z.string().describe('Workspace id'),
          name: z.string().describe('Name of the workspace'),
          role: MemberRole.describe('The person’s role in it'),
        }),
      )
      .describe(
        'Every workspace the person belongs to; pass one as `workspace_id` when signing in. Empty for API keys',
      ),
  })
  .meta({ id: 'Identity', description: 'Who is calling, and where they may go' });

const Accepted = z
  .object({ message: z.string().describe('What happens next, in words') })
  .meta({ id: 'Accepted', description: 'The request was taken; what comes of it comes by mail' });
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
        password: AnyPassword.describe('The account’s password'),
        workspace_id: z.uuid().optional().describe('The workspace to act in; the last used one when omitted'),
        web: Web,
      })
      .refine((input) => (input.username ?? input.email) !== undefined, {
        path: ['username'],
        message: 'Give `username` or `email`',
      }),
    output: Tokens,
    example: { email: 'ada@example.com', password: 'the sea is calm tonight' },
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
      full_name: FullName.describe('Your name'),
      workspace_name: WorkspaceName.optional().describe('Name of the new workspace; `tenant_name` is the same'),
      tenant_name: WorkspaceName.optional().describe('The same as `workspace_name`'),
      time_zone: TimeZone.default('UTC'),
      demo_token: AccessToken.optional().describe(
        'An access token of the demo, from somebody who leaves it: the new account joins the demo, too, in the same role, so that there is a way back',
      ),
      web: Web,
    }),
    output: Tokens,
    errors: ['conflict', 'forbidden', 'unprocessable'],
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
    input: z.object({
      refresh_token: OneTimeToken.optional().describe('The refresh token of the last answer; see above'),
    }),
    output: Tokens,
    example: { refresh_token: 'Zm9yIGV4YW1wbGUgb25seQ' },
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
    input: z.object({ refresh_token: OneTimeToken.optional().describe('Where no access token is sent') }),
    output: Nothing,
    example: {},
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
    input: z.object({ token: OneTimeToken.describe('The token from the mail'), new_password: NewPassword }),
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
      token: OneTimeToken.describe('The token from the invitation'),
      full_name: FullName.optional().describe('Required for someone new'),
      password: AnyPassword.describe('The existing password, or a new one of at least 10 characters'),
      web: Web,
    }),
    output: Tokens,
    errors: ['unauthenticated', 'unprocessable', 'forbidden', 'rate_limited', 'conflict'],
  }),
};
