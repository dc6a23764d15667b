import type { ErrorCode } from '@marquee/api/errors';
import { isAtLeast, type Role } from '@marquee/api/scopes';

/** A change to someone's place in a workspace, about to be made. */
export interface MemberChange {
  readonly callerRole: Role;
  readonly targetRole: Role;
  /** The role to be given; null when the person is to leave. */
  readonly nextRole: Role | null;
  /** The person is the only owner. */
  readonly isLastOwner: boolean;
}

/** Why a change to a member is refused; null when it may be made. */
export function decideMemberChange(
  change: MemberChange,
): { readonly code: Extract<ErrorCode, 'forbidden' | 'unprocessable'>; readonly detail: string } | null {
  const { callerRole, targetRole, nextRole, isLastOwner } = change;
  if (!isAtLeast(callerRole, targetRole)) {
    return { code: 'forbidden', detail: `Only someone who is ${targetRole} can change another ${targetRole}` };
  }
  if (nextRole !== null && !isAtLeast(callerRole, nextRole)) {
    return { code: 'forbidden', detail: `Only someone who is ${nextRole} can make others ${nextRole}` };
  }
  if (isLastOwner && nextRole !== 'owner') {
    return { code: 'unprocessable', detail: 'This is the last owner; make someone else owner first' };
  }
  return null;
}
