import { Megaphone } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** Campaigns of messages in the console. */
export const campaignsScreens: readonly Screen[] = [
  {
    path: '/campaigns/messaging',
    area: 'campaigns',
    title: { en: 'Message campaigns', de: 'Nachrichten-Kampagnen' },
    nav: { icon: Megaphone, goTo: 'p' },
    scope: 'messaging:read',
    page: async () => (await import('./campaigns.page.tsx')).CampaignsPage,
    operations: ['messaging.campaigns.list'],
  },
  {
    path: '/campaigns/messaging/new',
    area: 'campaigns',
    title: { en: 'New campaign', de: 'Neue Kampagne' },
    scope: 'messaging:write',
    page: async () => (await import('./edit-campaign.page.tsx')).NewCampaignPage,
    operations: ['messaging.campaigns.create'],
  },
  {
    path: '/campaigns/messaging/$campaign',
    area: 'campaigns',
    title: { en: 'Campaign', de: 'Kampagne' },
    scope: 'messaging:read',
    page: async () => (await import('./campaign.page.tsx')).CampaignPage,
    operations: [
      ...(['messaging.campaigns.get', 'messaging.campaigns.preview', 'messaging.campaigns.summary'] as const),
      ...(['messaging.campaigns.trigger', 'messaging.campaigns.pause', 'messaging.campaigns.resume'] as const),
      ...(['messaging.campaigns.cancel', 'messaging.campaigns.delete'] as const),
    ],
  },
  {
    path: '/campaigns/messaging/$campaign/edit',
    area: 'campaigns',
    title: { en: 'Edit campaign', de: 'Kampagne bearbeiten' },
    scope: 'messaging:write',
    page: async () => (await import('./edit-campaign.page.tsx')).EditCampaignPage,
    operations: ['messaging.campaigns.update'],
  },
];
