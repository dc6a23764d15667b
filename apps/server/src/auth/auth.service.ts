import type { auth } from '@marquee/api/auth/auth.contract';
import type { AsSystem } from '../database/database.ts';
import { isUniqueViolation } from '../database/failures.ts';
import type { Implements } from '../kernel/context.ts';
import { sha256 } from '../lib/crypto/crypto.ts';
import { acceptInvite } from './accept-invite.ts';
import { insertOwner } from './accounts.ts';
import { countAttempt, forgiveAccount, forgiveAttempt } from './attempts.store.ts';
import { membershipsOf, setPassword, userByEmail } from './auth.store.ts';
import { identityOf } from './identity.ts';
import { queueMail } from './mail/mail-outbox.store.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { CallerCache } from './sessions/caller-cache.ts';
import { endSession, endSessionsOf, sessionOfRefreshToken } from './sessions/sessions.store.ts';
import { exchangeRefreshToken, startSession, type OpenSession } from './sessions/sessions.ts';
import { refreshCookieHeader, requireOwnPage, type WebOrigin } from './sessions/web-cookie.ts';
import { demoOfToken, joinDemo } from './stay-in-demo.ts';
import { accessTokenSeconds, type AccessTokens } from './tokens/access-tokens.ts';
import { consumeResetToken, resetTokenUser } from './tokens/one-time-tokens.store.ts';
import { presentedRefreshToken } from './tokens/presented-token.ts';

/** What signing in needs. */
export interface AuthDeps extends WebOrigin {
  readonly asSystem: AsSystem;
  readonly tokens: AccessTokens;
  readonly callers: CallerCache;
  /** Sends waiting mail soon, without being waited for. */
  readonly mailSoon: () => void;
  /** Whether strangers may make accounts. */
  readonly registrationOpen: boolean;
}

/** Signing in and out, and getting an account. No transaction is open while a password is hashed. */
export function authService(deps: AuthDeps): Implements<typeof auth> {
  const { asSystem } = deps;
  return {
    async login({ username, email = username ?? '', password, workspace_id, web }, ctx) {
      const { now, sender, fail } = ctx;
      if (web) requireOwnPage(sender, deps);
      const attempt = { email, ip: sender.ip, at: now() };
      const { wait, user } = await asSystem('sign in', async (db) => ({
        wait: await countAttempt(db, attempt),
        user: await userByEmail(db, email),
      }));
      if (wait !== null)
        return fail('rate_limited', `Too many failed sign-ins; try again in ${wait} s`, { retryAfterSeconds: wait });
      const isRight = await verifyPassword(user?.password_hash ?? null, password);
      if (!isRight || user === undefined) return fail('unauthenticated', 'The e-mail address or the password is wrong');
      const session = await asSystem('sign in', async (db) => {
        await forgiveAttempt(db, attempt);
        const memberships = await membershipsOf(db, user.id);
        const chosen =
          workspace_id === undefined ? memberships[0] : memberships.find((each) => each.id === workspace_id);
        if (chosen === undefined) return null;
        return await startSession(db, {
          id: ctx.newId(),
          userId: user.id,
          workspaceId: chosen.id,
          role: chosen.role,
          sender,
          at: now(),
        });
      });
      if (session === null) return fail('forbidden', 'This account does not belong to that workspace, or to any');
      await ctx.writeIn(session.workspaceId, async ({ audit }) =>
        audit({ user_id: user.id, session_id: session.sessionId }),
      );
      return await answer(deps, session, web ? sender : null);
    },

    async register({ email, password, full_name, workspace_name, tenant_name, time_zone, demo_token, web }, ctx) {
      const { newId, now, sender, fail } = ctx;
      if (!deps.registrationOpen)
        return fail('forbidden', 'Registration is closed here; ask a workspace owner for an invitation');
      if (web) requireOwnPage(sender, deps);
      const demo = demo_token === undefined ? null : await demoOfToken(deps, demo_token, ctx);
      const passwordHash = await hashPassword(password);
      const ids = { userId: newId(), workspaceId: newId() };
      const workspaceName = workspace_name ?? tenant_name ?? `${full_name}’s workspace`;
      const owner = {
        ...ids,
        email,
        fullName: full_name,
        passwordHash,
        workspaceName,
        timeZone: time_zone,
        isDemo: false,
      };
      const session = await asSystem('register', async (db) => {
        await insertOwner(db, { ...owner, at: now().toISOString() });
        return await startSession(db, { ...ids, id: newId(), role: 'owner', sender, at: now() });
      }).catch((error: unknown) => {
        if (isUniqueViolation(error, 'auth_users_email_key')) return null;
        throw error;
      });
      if (session === null)
        return fail('conflict', 'This e-mail address already has an account; sign in, or reset its password');
      await ctx.writeIn(session.workspaceId, async ({ audit }) =>
        audit({ user_id: ids.userId, session_id: session.sessionId }),
      );
      if (demo !== null) await joinDemo(demo, { userId: ids.userId, email, fullName: full_name }, ctx);
      return await answer(deps, session, web ? sender : null);
    },

    async refresh({ refresh_token }, { now, sender, fail }) {
      const presented = presentedRefreshToken(sender, refresh_token);
      if (presented === null)
        return fail('unauthenticated', 'Send a refresh token in the body, as Bearer, or in the web cookie');
      if (presented.fromCookie) requireOwnPage(sender, deps);
      const exchange = await asSystem('refresh', (db) => exchangeRefreshToken(db, presented.token, now()));
      if (exchange.kind === 'exchanged')
        return await answer(deps, exchange.session, presented.fromCookie ? sender : null);
      if (exchange.kind === 'repeated') {
        return fail('conflict', 'This refresh token was exchanged a moment ago; use the tokens of that answer');
      }
      if (exchange.kind === 'stolen') deps.callers.forgetAll();
      if (presented.fromCookie) sender.setCookie(refreshCookieHeader(null, deps.publicUrl));
      return fail('unauthenticated', 'The refresh token is unknown, over or used before; sign in again');
    },

    async logout({ refresh_token }, { caller, now, sender }) {
      const presented = presentedRefreshToken(sender, refresh_token);
      if (presented?.fromCookie === true) {
        requireOwnPage(sender, deps);
        sender.setCookie(refreshCookieHeader(null, deps.publicUrl));
      }
      await asSystem('sign out', async (db) => {
        const end = { at: now().toISOString(), because: 'logout' as const };
        const ofToken = presented === null ? undefined : await sessionOfRefreshToken(db, sha256(presented.token));
        for (const id of new Set([ofToken, caller.sessionId ?? undefined])) {
          if (id !== undefined) await endSession(db, id, end);
        }
      });
      deps.callers.forgetAll();
      return {};
    },

    async me(_input, { caller, fail }) {
      const identity = await asSystem('who am I', (db) => identityOf(db, caller));
      return identity ?? fail('unauthenticated', 'Sign in first');
    },

    async forgotPassword({ email }, { newId, now }) {
      const at = now().toISOString();
      // Whether the address has an account is found out when the mail is made: here, every address costs the same.
      await asSystem('forgot password', (db) =>
        queueMail(db, {
          id: newId(),
          kind: 'password_reset',
          recipient: email,
          workspaceId: null,
          invitationId: null,
          at,
        }),
      );
      deps.mailSoon();
      return { message: 'If this address has an account, a mail with a link is on its way to it.' };
    },

    async resetPassword({ token, new_password }, { now, fail }) {
      const tokenHash = sha256(token);
      const refusal = 'The link is used, over or unknown; ask for a new one at /auth/forgot-password';
      const at = now().toISOString();
      if ((await asSystem('reset password', (db) => resetTokenUser(db, tokenHash, at))) === null)
        return fail('unprocessable', refusal);
      const passwordHash = await hashPassword(new_password);
      const userId = await asSystem('reset password', async (db) => {
        const id = await consumeResetToken(db, tokenHash, at);
        if (id === null) return null;
        const email = await setPassword(db, id, { passwordHash, at });
        if (email !== undefined) await forgiveAccount(db, email); // guesses at the old password lock nobody out of the new one
        await endSessionsOf(db, { userId: id }, { at, because: 'password_reset' });
        return id;
      });
      if (userId === null) return fail('unprocessable', refusal);
      deps.callers.forgetAll();
      return {};
    },

    async acceptInvite(input, ctx) {
      if (input.web) requireOwnPage(ctx.sender, deps);
      const session = await acceptInvite(deps, input, ctx);
      return await answer(deps, session, input.web ? ctx.sender : null);
    },
  };
}

/** Tokens for a session; with `page`, the refresh token goes into its cookie instead. */
async function answer(
  deps: AuthDeps,
  session: OpenSession,
  page: { readonly setCookie: (header: string) => void } | null,
) {
  const access_token = await deps.tokens.issue(session);
  page?.setCookie(refreshCookieHeader(session.refreshToken, deps.publicUrl));
  return {
    access_token,
    ...(page === null ? { refresh_token: session.refreshToken } : {}),
    token_type: 'bearer' as const,
    expires_in: accessTokenSeconds,
    workspace_id: session.workspaceId,
  };
}
