import type { OperationName } from './api/operations.ts';

/** Operations that are reached from everywhere: navigation, palette, jobs, account, live events. */
export const fromShell: readonly OperationName[] = [
  'auth.logout',
  'auth.me',
  'events.stream.sse',
  'system.docs',
  'system.jobs.cancel',
  'system.jobs.list',
  'system.openapi',
  'system.redoc',
  'workspace.demo.delete',
  'workspace.demo.reset',
];

/** Operations that no screen needs, with the reason. At most one in ten of all. */
export const apiOnly: Readonly<Partial<Record<OperationName, string>>> = {
  'events.stream.websocket':
    'For programs that prefer WebSockets; the console follows the same events as server-sent events',
  'hooks.twilio.inbound': 'Called by the carrier',
  'hooks.twilio.status': 'Called by the carrier',
  'hooks.whatsapp.receive': 'Called by Meta',
  'hooks.whatsapp.verify': 'Called by Meta',
  'metrics.series.get': 'One metric of what Explore asks for several of at once',
  'system.live': 'For orchestrators',
  'system.ready': 'For load balancers',
  'system.metrics': 'For monitoring systems',
};

/** Operations whose screens are still to be built: whoever builds one takes its line out. */
export const notBuilt: readonly OperationName[] = [];
