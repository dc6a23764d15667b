import { Inbox } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** What arrives, in the console. */
export const inboundScreens: readonly Screen[] = [
  {
    path: '/audiences/inbound',
    area: 'audiences',
    title: { en: 'Inbound', de: 'Eingang' },
    nav: { icon: Inbox, goTo: 'b' },
    scope: 'messaging:read',
    page: async () => (await import('./inbound.page.tsx')).InboundPage,
    operations: ['messaging.inbound.list', 'messaging.optOutReviews.list', 'messaging.optOutReviews.resolve'],
  },
];
