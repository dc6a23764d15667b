import { defineMessages } from '../i18n/messages.ts';

/** What the workspace settings screen says. */
export const settingsMessages = defineMessages({
  en: {
    title: 'Workspace',
    general: 'General',
    name: 'Name',
    zone: 'Time zone',
    zoneHint: 'Days, reports and schedules follow it; every time on screen is given in it.',
    saved: 'Saved',
    quiet: 'Quiet hours',
    quietHint: 'Local to each recipient. Campaigns that state none of their own send nothing in them.',
    quietStart: 'From',
    quietEnd: 'Until',
    cap: 'Messages to one person',
    capHint: 'At most this many over all campaigns; empty means no cap.',
    capMessages: 'Messages',
    capDays: 'In days',
    readOnly: 'Only admins and owners change these.',
  },
  de: {
    title: 'Arbeitsbereich',
    general: 'Allgemein',
    name: 'Name',
    zone: 'Zeitzone',
    zoneHint: 'Tage, Berichte und Zeitpläne folgen ihr; jede Zeitangabe steht in ihr.',
    saved: 'Gespeichert',
    quiet: 'Ruhezeiten',
    quietHint: 'Am Ort der Empfänger. Kampagnen ohne eigene senden darin nichts.',
    quietStart: 'Von',
    quietEnd: 'Bis',
    cap: 'Nachrichten an eine Person',
    capHint: 'Höchstens so viele über alle Kampagnen; leer heißt unbegrenzt.',
    capMessages: 'Nachrichten',
    capDays: 'In Tagen',
    readOnly: 'Nur Admins und Owner ändern das.',
  },
});
