import type { contract } from '@marquee/api';
import { authService, type AuthDeps } from './auth/auth.service.ts';
import type { EventFeed } from './events/feed.ts';
import { logService } from './events/log.service.ts';
import { streamService } from './events/stream.raw.ts';
import type { Implements } from './kernel/context.ts';
import type { Limits } from './kernel/limits.ts';
import { jobsService } from './system/jobs.service.ts';
import { systemService, type SystemDeps } from './system/system.service.ts';
import { apiKeysService } from './workspace/api-keys.service.ts';
import { auditService } from './workspace/audit.service.ts';
import { limitsService } from './workspace/limits.service.ts';
import { membersService } from './workspace/members.service.ts';
import { settingsService, type SettingsDeps } from './workspace/settings.service.ts';

/** Everything that services need besides their context. */
export interface ServiceDeps extends AuthDeps, SettingsDeps {
  readonly limits: Pick<Limits, 'describe'>;
  readonly feed: EventFeed;
  readonly system: SystemDeps;
}

/** The functions behind the whole contract. */
export function services(deps: ServiceDeps): Implements<typeof contract> {
  return {
    auth: authService(deps),
    events: { log: logService(), stream: streamService(deps) },
    system: { ...systemService(deps.system), jobs: jobsService() },
    workspace: {
      settings: settingsService(deps),
      apiKeys: apiKeysService(deps),
      audit: auditService(),
      members: membersService(deps),
      limits: limitsService(deps),
    },
  };
}
