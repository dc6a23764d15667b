import type { Shop } from '../harness/shop/shop.ts';

/** A page with the heading that it shows, and the dialogs that open on it. */
export interface Route {
  readonly path: string;
  readonly heading: string;
  /** Shown to whoever has not signed in. */
  readonly isOpen?: boolean;
  /** Buttons of the page that open one. */
  readonly dialogs?: readonly string[];
  /** Entries of its menu that open one. */
  readonly menu?: readonly string[];
}

/** Every page of the console, each record in every state that looks different; a test holds them against the registry of screens. */
export function routesOf(shop: Shop): readonly Route[] {
  return [
    ...outside,
    ...overview,
    ...audiences(shop),
    ...campaigns(shop),
    ...insights,
    ...operations(shop),
    ...settings,
  ];
}

const outside: readonly Route[] = [
  { path: '/sign-in', heading: 'Sign in to Marquee', isOpen: true },
  { path: '/register', heading: 'Create your workspace', isOpen: true },
  { path: '/forgot-password', heading: 'Set a new password', isOpen: true },
  { path: '/reset-password#token=abc', heading: 'Choose a new password', isOpen: true },
  { path: '/accept-invite#token=abc', heading: 'Join the workspace', isOpen: true },
];

const overview: readonly Route[] = [{ path: '/', heading: 'Overview', dialogs: ['Code'] }];

function audiences({ contact, segment, template, whatsappTemplate, importId }: Shop): readonly Route[] {
  return [
    { path: '/audiences/contacts', heading: 'Contacts', dialogs: ['Add contact', 'Code'] },
    { path: `/audiences/contacts/${contact}`, heading: contact, dialogs: ['Edit', 'Delete'] },
    { path: '/audiences/contacts/+19995550001', heading: '+19995550001' },
    { path: '/audiences/segments', heading: 'Segments' },
    { path: '/audiences/segments/new', heading: 'New segment' },
    { path: `/audiences/segments/${segment}`, heading: 'Frequent buyers in big cities', dialogs: ['Delete'] },
    { path: '/audiences/templates', heading: 'Templates' },
    { path: '/audiences/templates/new', heading: 'New template' },
    { path: `/audiences/templates/${template}`, heading: 'Spring sale', dialogs: ['Delete'] },
    { path: '/audiences/whatsapp-templates', heading: 'WhatsApp templates' },
    { path: '/audiences/whatsapp-templates/new', heading: 'New WhatsApp template' },
    { path: `/audiences/whatsapp-templates/${whatsappTemplate}`, heading: 'order_update' },
    { path: '/audiences/imports', heading: 'Imports' },
    { path: '/audiences/imports/new', heading: 'Import contacts' },
    { path: `/audiences/imports/${importId}`, heading: 'customers.csv' },
    { path: '/audiences/inbound', heading: 'Inbound' },
    { path: '/audiences/inbound?tab=reviews', heading: 'Inbound', dialogs: ['Judge the answer of +13125550104'] },
    { path: '/audiences/suppressions', heading: 'Suppressions', dialogs: ['Suppress a number'] },
  ];
}

function campaigns({ sent, sending, scheduled, draft, message, messageTo }: Shop): readonly Route[] {
  const of = (id: string) => `/campaigns/messaging/${id}`;
  return [
    { path: '/campaigns/messaging', heading: 'Campaigns' },
    { path: '/campaigns/messaging/new', heading: 'New campaign' },
    { path: of(draft), heading: 'Summer preview', dialogs: ['Send now', 'Delete'] },
    { path: `${of(draft)}?tab=settings`, heading: 'Summer preview' },
    { path: `${of(draft)}/edit`, heading: 'Summer preview' },
    { path: of(scheduled), heading: 'Weekend offer' },
    { path: of(sending), heading: 'Loyalty points', dialogs: ['Cancel campaign'] },
    { path: of(sent), heading: 'Spring sale', dialogs: ['Delete'] },
    { path: '/campaigns/messages', heading: 'Messages' },
    { path: '/campaigns/messages/new', heading: 'New WhatsApp message' },
    { path: `/campaigns/messages/${message}`, heading: messageTo },
  ];
}

const explored = '/insights/explore?type=shop_ads&metrics=%5B%22total_spend%22%5D&by=%5B%22channel%22%5D';

const insights: readonly Route[] = [
  { path: explored, heading: 'Explore', dialogs: ['Code'] },
  { path: '/insights/catalog', heading: 'Catalog' },
  { path: '/insights/upload', heading: 'Upload' },
  { path: '/insights/performance', heading: 'Performance', dialogs: ['Clear cache'] },
];

function operations({ webhookId, jobId }: Shop): readonly Route[] {
  return [
    { path: '/operations/monitoring', heading: 'Monitoring' },
    { path: '/operations/webhooks', heading: 'Webhooks', dialogs: ['Add webhook'] },
    {
      path: `/operations/webhooks/${webhookId}`,
      heading: 'http://127.0.0.1:9/marquee',
      dialogs: ['events.webhooks.tested'],
      menu: ['Edit', 'New secret', 'Deliver a range again', 'Delete'],
    },
    { path: '/operations/events', heading: 'Event log' },
    { path: '/operations/jobs', heading: 'Jobs' },
    { path: `/operations/jobs/${jobId}`, heading: 'Campaign send', dialogs: ['Cancel job'] },
    { path: '/operations/health', heading: 'Health' },
  ];
}

const settings: readonly Route[] = [
  { path: '/settings/senders', heading: 'Senders', dialogs: ['Add sender'] },
  { path: '/settings/workspace', heading: 'Workspace' },
  { path: '/settings/members', heading: 'Members', dialogs: ['Invite'] },
  { path: '/settings/api-keys', heading: 'API keys', dialogs: ['Make a key'] },
  { path: '/settings/audit', heading: 'Audit trail', dialogs: ['auth.login'] },
  { path: '/settings/limits', heading: 'Rate limits' },
];
