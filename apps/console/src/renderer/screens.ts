import { eventsScreens } from './events/events.screens.ts';
import { messagingScreens } from './messaging/messaging.screens.ts';
import { metricsScreens } from './metrics/metrics.screens.ts';
import { overviewScreens } from './overview/overview.screens.ts';
import type { DomainScreens } from './shell/screen.ts';
import { systemScreens } from './system/system.screens.ts';
import { workspaceScreens } from './workspace/workspace.screens.ts';

/** Everything the console shows behind the sign-in: one entry a domain. */
export const domains: readonly DomainScreens[] = [
  overviewScreens,
  messagingScreens,
  metricsScreens,
  eventsScreens,
  systemScreens,
  workspaceScreens,
];
