import { z } from 'zod';
import { EmailAddress, MemberRole } from '../auth/auth.contract.ts';
import { event, operation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';

const UserId = z.uuid().describe('User id; for someone invited, the id their invitation is listed with');

/** Someone who belongs to the workspace, or is invited to. */
export const WorkspaceMember = z
  .object({
    user_id: z.string().describe('While `invited`, the id of the invitation'),
    status: z.enum(['active', 'invited']).describe('Belongs to it, or is invited to'),
    email: z.string().describe('E-mail address'),
    full_name: z.string().nullable().describe('Null while invited'),
    role: MemberRole,
    created_at: Instant.describe('When they joined or were invited'),
    expires_at: Instant.nullable().describe('When an invitation ends; null for members'),
  })
  .meta({ id: 'WorkspaceMember', description: 'Someone who belongs to the workspace, or is invited to' });

/** Someone who belongs to the workspace, or is invited to. */
export type WorkspaceMember = z.infer<typeof WorkspaceMember>;

/** The people of a workspace. */
export const members = {
  list: operation({
    kind: 'query',
    rest: 'GET /workspace/members',
    summary: 'List members and open invitations, oldest first',
    scope: 'workspace:read',
    tx: 'read',
    limit: 'default',
    input: z.object(pageInput),
    output: pageOf(WorkspaceMember, 'WorkspaceMemberPage'),
  }),
  invite: operation({
    kind: 'mutation',
    rest: 'POST /workspace/members',
    status: 202,
    summary: 'Invite someone by mail',
    description:
      'The link is good once, for seven days. Inviting the same address again replaces the invitation and sends a new link.',
    scope: 'workspace:admin',
    tx: 'none',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({ email: EmailAddress, role: MemberRole.default('operator') }),
    output: WorkspaceMember,
    errors: ['conflict', 'forbidden'],
  }),
  update: operation({
    kind: 'mutation',
    rest: 'PUT /workspace/members/{user_id}',
    summary: 'Change the role of a member or of an invitation',
    description: 'Nobody gives a role above their own or changes someone above them. The last owner stays owner.',
    scope: 'workspace:admin',
    tx: 'none',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({ user_id: UserId, role: MemberRole }),
    output: WorkspaceMember,
    errors: ['not_found', 'forbidden', 'unprocessable'],
  }),
  remove: operation({
    kind: 'mutation',
    rest: 'DELETE /workspace/members/{user_id}',
    status: 204,
    summary: 'Remove a member or withdraw an invitation',
    description: 'Ends their sessions and API keys in this workspace. The last owner cannot be removed.',
    scope: 'workspace:admin',
    tx: 'none',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({ user_id: UserId }),
    output: z.object({}),
    errors: ['not_found', 'forbidden', 'unprocessable'],
  }),
};

const membership = z.object({ user_id: z.string(), role: MemberRole });

/** What happens to members. */
export const memberEvents = {
  invited: event({
    name: 'workspace.members.invited',
    scope: 'workspace:read',
    summary: 'Someone was invited to the workspace',
    data: z.object({ invitation_id: z.string(), role: MemberRole }),
  }),
  joined: event({
    name: 'workspace.members.joined',
    scope: 'workspace:read',
    summary: 'Someone accepted an invitation, or stays in the demo with an account of their own',
    data: membership,
  }),
  updated: event({
    name: 'workspace.members.updated',
    scope: 'workspace:read',
    summary: 'A member has another role',
    data: membership,
  }),
  removed: event({
    name: 'workspace.members.removed',
    scope: 'workspace:read',
    summary: 'A member was removed, or an invitation withdrawn',
    data: z.object({ user_id: z.string(), status: z.enum(['active', 'invited']) }),
  }),
};
