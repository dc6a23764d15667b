/** What a caller may be allowed to do; API keys carry a list of these. */
export const scopes = [
  'messaging:read',
  'messaging:write',
  'messaging:send',
  'metrics:read',
  'metrics:write',
  'events:read',
  'system:read',
  'jobs:write',
  'workspace:read',
  'workspace:admin',
] as const;

/** One permission. */
export type Scope = (typeof scopes)[number];

/** A member's role, from the least to the most powerful. */
export const roles = ['viewer', 'operator', 'admin', 'owner'] as const;

/** One role. */
export type Role = (typeof roles)[number];

const viewer: readonly Scope[] = ['messaging:read', 'metrics:read', 'events:read', 'system:read', 'workspace:read'];
const operator: readonly Scope[] = [...viewer, 'messaging:write', 'messaging:send', 'metrics:write', 'jobs:write'];

/** The scopes a role grants. An API key never exceeds its maker's. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  viewer,
  operator,
  admin: scopes,
  owner: scopes,
};

/** Whether `role` is at least as powerful as `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}
