import { Activity, BellOff, RadioTower } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** How sending goes, who is left alone, and what it goes out from. */
export const monitoringScreens: readonly Screen[] = [
  {
    path: '/audiences/suppressions',
    area: 'audiences',
    title: { en: 'Suppressions', de: 'Sperren' },
    nav: { icon: BellOff, goTo: 'x' },
    scope: 'messaging:read',
    page: async () => (await import('../suppressions/suppressions.page.tsx')).SuppressionsPage,
    operations: ['messaging.suppressions.list', 'messaging.suppressions.add'],
  },
  {
    path: '/operations/monitoring',
    area: 'operations',
    title: { en: 'Monitoring', de: 'Überwachung' },
    nav: { icon: Activity, goTo: 'y' },
    scope: 'messaging:read',
    page: async () => (await import('./monitoring.page.tsx')).MonitoringPage,
    operations: ['messaging.monitoring.dashboard', 'messaging.monitoring.timeline', 'messaging.monitoring.errors'],
  },
  {
    path: '/settings/senders',
    area: 'settings',
    title: { en: 'Senders', de: 'Absender' },
    nav: { icon: RadioTower, goTo: 'f' },
    scope: 'messaging:read',
    page: async () => (await import('../senders/senders.page.tsx')).SendersPage,
    operations: ['messaging.senders.list', 'messaging.senders.put'],
  },
];
