import type { ItemOf } from '../api/operations.ts';
import { useChange } from '../api/use-operation.ts';

/** Someone who belongs to the workspace, or is invited to. */
export type Member = ItemOf<'workspace.members.list'>;

const refreshes = ['workspace.members.'];

/** Invites someone by mail. */
export function useInvite() {
  return useChange('workspace.members.invite', { refreshes });
}

/** Gives a member or an invitation another role. */
export function useUpdateMember() {
  return useChange('workspace.members.update', { refreshes });
}

/** Removes a member or withdraws an invitation. */
export function useRemoveMember() {
  return useChange('workspace.members.remove', { refreshes });
}
