import { ApiError } from '@marquee/api/errors';
import type { AnyOperation } from '@marquee/api/operation';
import { isAtLeast, scopes, type Scope } from '@marquee/api/scopes';
import type { Caller, Member } from './context.ts';
import { requireScope } from './inside.ts';

/**
 * Lets a caller through to an operation, or not. Signatures are the handler's own to check.
 *
 * @throws {ApiError} `unauthenticated` without a sign-in, `forbidden` without the scope or role
 */
export function admit(operation: AnyOperation, caller: Caller): void {
  const { scope, role } = operation;
  if (scope === 'public' || scope.startsWith('signature:')) return;
  if (!isMember(caller)) {
    throw new ApiError('unauthenticated', 'Send an access token or an API key: `Authorization: Bearer …`.');
  }
  if (isScope(scope)) requireScope(caller.scopes, scope);
  if (role !== undefined && !isAtLeast(caller.role, role)) {
    throw new ApiError('forbidden', `This needs the role ${role} or higher; the caller is ${caller.role}.`);
  }
}

/** Whether a caller belongs to a workspace. */
export function isMember(caller: Caller): caller is Member {
  return caller.workspaceId !== null && caller.role !== null;
}

function isScope(scope: string): scope is Scope {
  return scopes.some((each) => each === scope);
}
