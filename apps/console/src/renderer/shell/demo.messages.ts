import { defineMessages } from '../i18n/messages.ts';

/** What the ways out of the demo say. */
export const demoMessages = defineMessages({
  en: {
    reset: 'Reset demo',
    resetTitle: 'Reset the demo?',
    resetText: 'The demo will be as it was at its first start. Sends that run are ended first. This cannot be undone.',
    resetGoes:
      'What anybody has added or changed goes: contacts and consents, segments, templates, campaigns and messages, metrics, webhooks, files and settings.',
    resetStays: 'People, API keys and the audit trail stay, and you stay signed in.',
    leaveTitle: 'Leave the demo',
    leaveText: 'You go on to a workspace of your own: empty, and with an account of your own.',
    fate: 'And the demo?',
    keep: 'Keep it',
    keepText: 'Your account becomes a member of it: the account menu leads back, with your own password.',
    delete: 'Delete it',
    deleteText:
      'With everything and everybody in it, once your own workspace is there. Later starts make no new one. This cannot be undone.',
    goOn: 'Go on',
  },
  de: {
    reset: 'Demo zurücksetzen',
    resetTitle: 'Die Demo zurücksetzen?',
    resetText:
      'Die Demo wird, wie sie beim ersten Start war. Laufende Sendungen werden vorher beendet. Das lässt sich nicht rückgängig machen.',
    resetGoes:
      'Was jemand hinzugefügt oder geändert hat, geht verloren: Kontakte und Einwilligungen, Segmente, Vorlagen, Kampagnen und Nachrichten, Metriken, Webhooks, Dateien und Einstellungen.',
    resetStays: 'Personen, API-Schlüssel und das Prüfprotokoll bleiben, und Sie bleiben angemeldet.',
    leaveTitle: 'Die Demo verlassen',
    leaveText: 'Weiter geht es in einem eigenen Arbeitsbereich: leer und mit einem eigenen Konto.',
    fate: 'Und die Demo?',
    keep: 'Behalten',
    keepText: 'Ihr Konto wird dort Mitglied: Das Kontomenü führt zurück, mit Ihrem eigenen Passwort.',
    delete: 'Löschen',
    deleteText:
      'Mit allem und allen darin, sobald Ihr eigener Arbeitsbereich da ist. Spätere Starts legen keine neue an. Das lässt sich nicht rückgängig machen.',
    goOn: 'Weiter',
  },
});
