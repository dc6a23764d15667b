// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { MemberRole, PageParams } from '../schemas.ts';

/** `marquee.workspace.members`: list, update, invite, remove. */
export class Members extends Resource {
  /**
   * List members and open invitations, oldest first.
   *
   * @example
   * for await (const workspaceMember of marquee.workspace.members.list()) console.log(workspaceMember);
   */
  list(params?: WorkspaceMemberListParams, options?: RequestOptions): PagePromise<WorkspaceMember> {
    return this.client.page('GET /workspace/members', { query: params }, options);
  }

  /**
   * Change the role of a member or of an invitation.
   *
   * Nobody gives a role above their own or changes someone above them. The last owner stays owner.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const workspaceMember = await marquee.workspace.members.update(user_id, { role: 'viewer' });
   */
  update(user_id: string, params: WorkspaceMemberUpdateParams, options?: RequestOptions): ApiPromise<WorkspaceMember> {
    return this.client.call('PUT /workspace/members/{user_id}', { path: [user_id], body: params }, options);
  }

  /**
   * Invite someone by mail.
   *
   * The link is good once, for seven days. Inviting the same address again replaces the invitation and sends a new
   * link.
   *
   * @throws {ConflictError}
   * @example
   * const workspaceMember = await marquee.workspace.members.invite({ email: 'ada@example.com' });
   */
  invite(params: WorkspaceMemberInviteParams, options?: RequestOptions): ApiPromise<WorkspaceMember> {
    return this.client.call('POST /workspace/members', { body: params }, options);
  }

  /**
   * Remove a member or withdraw an invitation.
   *
   * Ends their sessions and API keys in this workspace. The last owner cannot be removed.
   *
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * await marquee.workspace.members.remove(user_id);
   */
  remove(user_id: string, options?: RequestOptions): ApiPromise<void> {
    return this.client.call('DELETE /workspace/members/{user_id}', { path: [user_id] }, options);
  }
}

/** Someone who belongs to the workspace, or is invited to */
export interface WorkspaceMember {
  /** While `invited`, the id of the invitation. */
  user_id: string;
  /** Belongs to it, or is invited to. */
  status: 'active' | 'invited' | (string & {});
  /** E-mail address. */
  email: string;
  /** Null while invited. */
  full_name: string | null;
  role: MemberRole;
  /** When they joined or were invited. */
  created_at: string;
  /** When an invitation ends; null for members. */
  expires_at: string | null;
}

export interface WorkspaceMemberInviteParams {
  /** E-mail address; upper and lower case are the same account. At most 254 characters. */
  email: string;
  /** Default "operator". */
  role?: MemberRole | undefined;
}

export interface WorkspaceMemberListParams extends PageParams {}

export interface WorkspaceMemberUpdateParams {
  role: MemberRole;
}
