import { auth } from './auth/auth.contract.ts';
import { log } from './events/log.contract.ts';
import { stream } from './events/stream.contract.ts';
import type { RouterOf } from './operation.ts';
import { jobs } from './system/jobs.contract.ts';
import { system } from './system/system.contract.ts';
import { apiKeys } from './workspace/api-keys.contract.ts';
import { audit } from './workspace/audit.contract.ts';
import { limits } from './workspace/limits.contract.ts';
import { memberEvents, members } from './workspace/members.contract.ts';
import { settings } from './workspace/settings.contract.ts';

/** Every operation of Marquee by domain, resource and verb. */
export const contract = {
  events: { log, stream },
  system: { ...system, jobs },
  auth,
  workspace: { settings, apiKeys, audit, members, limits },
};

/** Every event that can be emitted, by name. */
export const events = {
  workspace: { members: memberEvents },
};

/** The tRPC router that clients are typed by. */
export type AppRouter = RouterOf<typeof contract>;
