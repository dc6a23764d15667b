import { HeartPulse, ListChecks } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';

/** The server and the work it does. */
export const systemScreens: DomainScreens = {
  screens: [
    {
      path: '/operations/jobs',
      area: 'operations',
      title: { en: 'Jobs', de: 'Aufträge' },
      nav: { icon: ListChecks, goTo: 'j' },
      scope: 'system:read',
      page: async () => (await import('./jobs.page.tsx')).JobsPage,
      operations: ['system.jobs.list', 'system.jobs.cancel'],
    },
    {
      path: '/operations/jobs/$id',
      area: 'operations',
      title: { en: 'Job', de: 'Auftrag' },
      scope: 'system:read',
      page: async () => (await import('./job.page.tsx')).JobPage,
      operations: ['system.jobs.get', 'system.jobs.cancel'],
    },
    {
      path: '/operations/health',
      area: 'operations',
      title: { en: 'Health', de: 'Zustand' },
      nav: { icon: HeartPulse, goTo: 'h' },
      page: async () => (await import('./health.page.tsx')).HealthPage,
      operations: ['system.health'],
    },
  ],
  patches: {
    'messaging.campaigns.started': (_data, cache) => cache.announce('system.jobs.list'),
    'messaging.campaigns.completed': (_data, cache) => cache.refresh('system.jobs.list', 'system.jobs.get'),
    'messaging.campaigns.cancelled': (_data, cache) => cache.refresh('system.jobs.list', 'system.jobs.get'),
    'messaging.campaigns.failed': (_data, cache) => cache.refresh('system.jobs.list', 'system.jobs.get'),
    'messaging.contactImports.completed': (_data, cache) => cache.refresh('system.jobs.list', 'system.jobs.get'),
  },
};
