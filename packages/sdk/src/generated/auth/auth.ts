// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';
import type { AccessScope, MemberRole } from '../schemas.ts';

/** `marquee.auth`: acceptInvite, forgotPassword, login, logout, me, refresh, register, resetPassword. */
export class Auth extends Resource {
  /**
   * Join a workspace with the token from an invitation.
   *
   * Someone new gives a name and chooses a password; someone who has an account proves it with its password.
   * Answers tokens for that workspace.
   *
   * @throws {ConflictError}
   * @throws {ForbiddenError}
   * @throws {UnauthenticatedError}
   * @throws {UnprocessableError}
   * @example
   * const tokens = await marquee.auth.acceptInvite({ token: 'Zm9yIGV4YW1wbGUgb25seQ', password: 'the sea is calm
   * tonight' });
   */
  acceptInvite(params: AuthAcceptInviteParams, options?: RequestOptions): ApiPromise<Tokens> {
    return this.client.call('POST /auth/accept-invite', { body: params, once: true }, options);
  }

  /**
   * Ask for a mail with a link to set a new password.
   *
   * Answers the same whether or not the address has an account. The link is good once, for an hour.
   *
   * @example
   * const accepted = await marquee.auth.forgotPassword({ email: 'ada@example.com' });
   */
  forgotPassword(params: AuthForgotPasswordParams, options?: RequestOptions): ApiPromise<Accepted> {
    return this.client.call('POST /auth/forgot-password', { body: params }, options);
  }

  /**
   * Sign in with an e-mail address and a password.
   *
   * Takes JSON or a form. Ten wrong passwords for one account, or a hundred from one address, within 15 minutes
   * are followed by 429 until that time is over.
   *
   * @throws {ForbiddenError}
   * @throws {UnauthenticatedError}
   * @example
   * const tokens = await marquee.auth.login({ email: 'ada@example.com', password: 'the sea is calm tonight' });
   */
  login(params: AuthLoginParams, options?: RequestOptions): ApiPromise<Tokens> {
    return this.client.call('POST /auth/login', { body: params }, options);
  }

  /**
   * End this session and every token of it.
   *
   * Finds the session by the access token, or by a refresh token as /auth/refresh does. Signing out twice is fine.
   *
   * @throws {ForbiddenError}
   * @example
   * await marquee.auth.logout();
   */
  logout(params?: AuthLogoutParams, options?: RequestOptions): ApiPromise<void> {
    return this.client.call('POST /auth/logout', { body: params }, options);
  }

  /**
   * Who is calling, in which workspace, with which rights.
   *
   * @example
   * const identity = await marquee.auth.me();
   */
  me(options?: RequestOptions): ApiPromise<Identity> {
    return this.client.call('GET /auth/me', {}, options);
  }

  /**
   * Exchange a refresh token for new tokens.
   *
   * Takes the refresh token from the body, from `Authorization: Bearer`, or from the web cookie. Each is good
   * once. A token that comes back within ten seconds is a double click and is refused with 409; one that comes
   * back later was stolen, and its whole session ends.
   *
   * @throws {ConflictError}
   * @throws {ForbiddenError}
   * @throws {UnauthenticatedError}
   * @example
   * const tokens = await marquee.auth.refresh({ refresh_token: 'Zm9yIGV4YW1wbGUgb25seQ' });
   */
  refresh(params?: AuthRefreshParams, options?: RequestOptions): ApiPromise<Tokens> {
    return this.client.call('POST /auth/refresh', { body: params }, options);
  }

  /**
   * Make an account and a workspace of its own.
   *
   * The new account owns the workspace and is signed in. Servers may close registration; then ask for an
   * invitation.
   *
   * @throws {ConflictError}
   * @throws {ForbiddenError}
   * @throws {UnprocessableError}
   * @example
   * const tokens = await marquee.auth.register({
   *   email: 'ada@example.com',
   *   password: 'the sea is calm tonight',
   *   full_name: 'Ada Lovelace',
   * });
   */
  register(params: AuthRegisterParams, options?: RequestOptions): ApiPromise<Tokens> {
    return this.client.call('POST /auth/register', { body: params, once: true }, options);
  }

  /**
   * Set a new password with the token from the mail.
   *
   * Ends every session of the account. API keys stay.
   *
   * @throws {UnprocessableError}
   * @example
   * await marquee.auth.resetPassword({ token: 'Zm9yIGV4YW1wbGUgb25seQ', new_password: 'the sea is calm tonight'
   * });
   */
  resetPassword(params: AuthResetPasswordParams, options?: RequestOptions): ApiPromise<void> {
    return this.client.call('POST /auth/reset-password', { body: params, once: true }, options);
  }
}

/** The request was taken; what comes of it comes by mail */
export interface Accepted {
  /** What happens next, in words. */
  message: string;
}

export interface AuthAcceptInviteParams {
  /** The token from the invitation. At most 200 characters. */
  token: string;
  /** Required for someone new. At most 200 characters. */
  full_name?: string | undefined;
  /** The existing password, or a new one of at least 10 characters. At most 256 characters. */
  password: string;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthForgotPasswordParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
}

export interface AuthLoginParams {
  /** The e-mail address, as OAuth password forms call it. At most 320 characters. */
  username?: string | undefined;
  /** The e-mail address. At most 320 characters. */
  email?: string | undefined;
  /** The account’s password. At most 256 characters. */
  password: string;
  /** The workspace to act in; the last used one when omitted. */
  workspace_id?: string | undefined;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthLogoutParams {
  /** Where no access token is sent. At most 200 characters. */
  refresh_token?: string | undefined;
}

export interface AuthRefreshParams {
  /** The refresh token of the last answer; see above. At most 200 characters. */
  refresh_token?: string | undefined;
}

export interface AuthRegisterParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
  /** At least 10 characters; a sentence is a good choice. 10 to 256 characters. */
  password: string;
  /** Your name. At most 200 characters. */
  full_name: string;
  /** Name of the new workspace; `tenant_name` is the same. At most 120 characters. */
  workspace_name?: string | undefined;
  /** The same as `workspace_name`. At most 120 characters. */
  tenant_name?: string | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. Default "UTC". */
  time_zone?: string | undefined;
  /**
   * An access token of the demo, from somebody who leaves it: the new account joins the demo, too, in the same
   * role, so that there is a way back. At most 4096 characters.
   */
  demo_token?: string | undefined;
  /**
   * For web pages of this origin: the refresh token comes as an HttpOnly cookie instead of in the answer. Default
   * false.
   */
  web?: boolean | undefined;
}

export interface AuthResetPasswordParams {
  /** The token from the mail. At most 200 characters. */
  token: string;
  /** At least 10 characters; a sentence is a good choice. 10 to 256 characters. */
  new_password: string;
}

/** Who is calling, and where they may go */
export interface Identity {
  /** A person, or a program with a key. */
  kind: 'user' | 'api_key' | (string & {});
  /** The person; for an API key the member who made it. */
  user: {
    /** User id. */
    id: string;
    /** E-mail address. */
    email: string;
    /** Name to show. */
    full_name: string;
  };
  /** The API key in use; null for people. */
  api_key_id: string | null;
  /** The workspace this call acts in. */
  workspace: {
    /** Workspace id. */
    id: string;
    /** Name of the workspace. */
    name: string;
    /** IANA time zone of its days and reports. */
    time_zone: string;
    /** Holds made-up data. */
    is_demo: boolean;
    /** When it was made; the demo, when its data was last made. */
    created_at: string;
  };
  /** The person’s role in it. */
  role: MemberRole;
  /** What this call was allowed to do. */
  scopes: AccessScope[];
  /** Every workspace the person belongs to; pass one as `workspace_id` when signing in. Empty for API keys. */
  workspaces: {
    /** Workspace id. */
    id: string;
    /** Name of the workspace. */
    name: string;
    /** The person’s role in it. */
    role: MemberRole;
  }[];
}

/** What signing in answers */
export interface Tokens {
  /** Send as `Authorization: Bearer …`. */
  access_token: string;
  /** Good for one exchange at /auth/refresh; absent when it went into the web cookie. */
  refresh_token?: string;
  /** The scheme of `Authorization`. */
  token_type: 'bearer';
  /** Seconds until the access token ends. */
  expires_in: number;
  /** The workspace these tokens act in. */
  workspace_id: string;
}
