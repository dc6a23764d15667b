import type { Patches } from './live/live-patches.ts';
import type { Session } from './session.ts';

/** Reads again who this is when somebody gives them another role: what they may do is on screen at once. */
export function ownRolePatches({ state, reload }: Pick<Session, 'state' | 'reload'>): Patches {
  return {
    'workspace.members.updated'({ user_id }) {
      // What cannot be read is read with the next page: the server refuses by the role that holds.
      if (state().identity?.user.id === user_id) void reload().catch(() => undefined);
    },
  };
}
