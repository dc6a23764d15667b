// Made from the contract by `npm run generate`; do not edit.

import type { Transport } from '../calls/resource.ts';
import { Resource } from '../calls/resource.ts';
import { ApiKeys } from './workspace/api-keys.ts';
import { Audit } from './workspace/audit.ts';
import { Demo } from './workspace/demo.ts';
import { Limits } from './workspace/limits.ts';
import { Members } from './workspace/members.ts';
import { Settings } from './workspace/settings.ts';

/** `marquee.workspace` */
export class Workspace extends Resource {
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
  readonly demo: Demo;
  readonly limits: Limits;
  readonly members: Members;
  readonly settings: Settings;

  constructor(client: Transport) {
    super(client);
    this.apiKeys = new ApiKeys(client);
    this.audit = new Audit(client);
    this.demo = new Demo(client);
    this.limits = new Limits(client);
    this.members = new Members(client);
    this.settings = new Settings(client);
  }
}

export { ApiKeys, Audit, Demo, Limits, Members, Settings };
export type { ApiKey, ApiKeyCreateParams, ApiKeyListParams, NewApiKey } from './workspace/api-keys.ts';
export type { AuditEntry, AuditEntryListParams } from './workspace/audit.ts';
export type { LimitState, LimitStates } from './workspace/limits.ts';
export type {
  WorkspaceMember,
  WorkspaceMemberInviteParams,
  WorkspaceMemberListParams,
  WorkspaceMemberUpdateParams,
} from './workspace/members.ts';
export type { DefaultQuietHours, WorkspaceSettings, WorkspaceSettingsUpdateParams } from './workspace/settings.ts';
