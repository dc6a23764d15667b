import { besideName, contactName, contactSearch } from './contacts/contact-search.ts';
import { nameFilter } from './name-filter.ts';
import type { RecordSearch } from '../shell/screen.ts';

const limit = 5;

/** Records of messaging in the palette: contacts by number and attributes, all else by name. */
export const recordSearches: readonly RecordSearch[] = [
  {
    kind: { en: 'Contacts', de: 'Kontakte' },
    scope: 'messaging:read',
    async find(text, { api, signal }) {
      const { items } = await api.query('messaging.contacts.list', { ...contactSearch(text), limit }, signal);
      return items.map((contact) => ({
        label: contactName(contact) || contact.phone_e164,
        detail: besideName(contact, text),
        path: `/audiences/contacts/${contact.phone_e164}`,
      }));
    },
  },
  {
    kind: { en: 'Campaigns', de: 'Kampagnen' },
    scope: 'messaging:read',
    async find(text, { api, signal }) {
      const { items } = await api.query('messaging.campaigns.list', named(text), signal);
      return items.map(({ id, name, segment }) => ({
        ...{ label: name, path: `/campaigns/messaging/${id}` },
        ...detailOf(segment?.name),
      }));
    },
  },
  {
    kind: { en: 'Segments', de: 'Segmente' },
    scope: 'messaging:read',
    async find(text, { api, signal }) {
      const { items } = await api.query('messaging.segments.list', named(text), signal);
      return items.map(({ id, name, description }) => ({
        ...{ label: name, path: `/audiences/segments/${id}` },
        ...detailOf(description),
      }));
    },
  },
  {
    kind: { en: 'Templates', de: 'Vorlagen' },
    scope: 'messaging:read',
    async find(text, { api, signal }) {
      const { items } = await api.query('messaging.templates.list', named(text), signal);
      return items.map(({ id, name, content }) => ({
        label: name,
        detail: content,
        path: `/audiences/templates/${id}`,
      }));
    },
  },
  {
    kind: { en: 'WhatsApp templates', de: 'WhatsApp-Vorlagen' },
    scope: 'messaging:read',
    async find(text, { api, signal }) {
      const { items } = await api.query('messaging.whatsappTemplates.list', named(text), signal);
      return items.map(({ id, name, language, body_text }) => ({
        ...{ label: name, detail: `${language} · ${body_text}`, path: `/audiences/whatsapp-templates/${id}` },
      }));
    },
  },
];

function named(text: string) {
  return { ...nameFilter({ name: text }), limit };
}

function detailOf(text: string | null | undefined): { readonly detail?: string } {
  return text === null || text === undefined ? {} : { detail: text };
}
