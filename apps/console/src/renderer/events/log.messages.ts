import { defineMessages } from '../i18n/messages.ts';

/** What the event log says. */
export const logMessages = defineMessages({
  en: {
    title: 'Event log',
    sequence: 'Sequence',
    name: 'Event',
    at: 'When',
    data: 'Ids and states',
    anyName: 'Any event',
    order: 'Order',
    newest: 'Newest first',
    oldest: 'Oldest first',
    id: 'Event id',
    emptyTitle: 'Nothing has happened yet',
    emptyText: 'Every change that others may need to know of is logged here, in order and without gaps.',
    noMatchTitle: 'No such event',
    noMatchText: 'Nothing of this kind has happened as far back as events are kept.',
    event: 'Event',
  },
  de: {
    title: 'Ereignisprotokoll',
    sequence: 'Nummer',
    name: 'Ereignis',
    at: 'Wann',
    data: 'Kennungen und Stände',
    anyName: 'Jedes Ereignis',
    order: 'Reihenfolge',
    newest: 'Neueste zuerst',
    oldest: 'Älteste zuerst',
    id: 'Kennung',
    emptyTitle: 'Noch ist nichts geschehen',
    emptyText: 'Jede Änderung, von der andere wissen müssen, steht hier, der Reihe nach und ohne Lücken.',
    noMatchTitle: 'Kein solches Ereignis',
    noMatchText: 'Nichts dieser Art ist geschehen, so weit Ereignisse aufbewahrt werden.',
    event: 'Ereignis',
  },
});
