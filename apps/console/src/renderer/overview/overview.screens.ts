import { LayoutDashboard } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';

/** What is seen first. */
export const overviewScreens: DomainScreens = {
  screens: [
    {
      path: '/',
      area: 'overview',
      title: { en: 'Overview', de: 'Übersicht' },
      nav: { icon: LayoutDashboard, goTo: 'o' },
      page: async () => (await import('./overview.page.tsx')).OverviewPage,
      operations: ['messaging.monitoring.dashboard', 'messaging.monitoring.timeline', 'system.health'],
    },
  ],
};
