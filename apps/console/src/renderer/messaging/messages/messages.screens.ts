import { MessageSquare } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** Outbound messages in the console. */
export const messagesScreens: readonly Screen[] = [
  {
    path: '/campaigns/messages',
    area: 'campaigns',
    title: { en: 'Messages', de: 'Nachrichten' },
    nav: { icon: MessageSquare, goTo: 'n' },
    scope: 'messaging:read',
    page: async () => (await import('./messages.page.tsx')).MessagesPage,
    operations: ['messaging.messages.list'],
  },
  {
    path: '/campaigns/messages/$message',
    area: 'campaigns',
    title: { en: 'Message', de: 'Nachricht' },
    scope: 'messaging:read',
    page: async () => (await import('./message.page.tsx')).MessagePage,
    operations: ['messaging.messages.get'],
  },
];
