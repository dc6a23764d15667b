import type { OperationName } from '../operation-names.ts';
import type { Fixture } from './fixture.ts';

/** Signing in and out. These work as the system, before any workspace is known: a secret decides, not a predicate. */
export const authFixtures = {
  'auth.login': {
    kind: 'unowned',
    reason: 'the password decides; a workspace is entered by membership only',
    trespasses: async (a, b) => {
      const input = { email: b.email, password: b.password, workspace_id: a.workspaceId };
      return [{ what: 'signing in to a workspace of others', input, code: 'forbidden' }];
    },
  },
  'auth.register': {
    kind: 'unowned',
    reason: 'makes a workspace of its own',
    trespasses: async (a) => {
      const input = { email: a.email, password: 'another long sentence', full_name: 'Mallory' };
      return [{ what: 'taking over an account', input, code: 'conflict' }];
    },
  },
  'auth.refresh': {
    kind: 'unowned',
    reason: 'the refresh token decides',
    trespasses: async (a) => [
      {
        what: 'an access token for a refresh token',
        input: { refresh_token: a.bearer.slice(0, 200) },
        code: 'unauthenticated',
      },
    ],
  },
  'auth.logout': { kind: 'unowned', reason: 'ends the session of the token it is given, and no other' },
  'auth.me': {
    kind: 'collection',
    asSystem: 'tells in which workspaces the person works, and so looks over all of them',
    given: async (a) => ({ input: {}, marks: [a.workspaceId, a.email] }),
  },
  'auth.forgotPassword': { kind: 'unowned', reason: 'answers the same for every address, and changes no account' },
  'auth.resetPassword': {
    kind: 'unowned',
    reason: 'the token from the mail decides',
    trespasses: async ({ owner }) => {
      const input = { token: `${owner.userId}`, new_password: 'another long sentence' };
      return [{ what: 'a user id for a token', input, code: 'unprocessable' }];
    },
  },
  'auth.acceptInvite': {
    kind: 'unowned',
    reason: 'the token from the mail decides',
    trespasses: async (a) => {
      const { user_id } = await a.call('workspace.members.invite', {
        email: `${a.newName().replace(' ', '')}@example.com`,
      });
      const input = { token: user_id, full_name: 'Mallory', password: 'another long sentence' };
      return [{ what: 'an invitation’s id for its token', input, code: 'unprocessable' }];
    },
  },
} satisfies Partial<Record<OperationName, Fixture>>;
