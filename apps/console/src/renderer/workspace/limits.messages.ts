import { defineMessages } from '../i18n/messages.ts';

/** What the screen of rate limits says. */
export const limitsMessages = defineMessages({
  en: {
    title: 'Rate limits',
    intro: 'As they stand for you. An API key is counted by itself; calls without a credential by their address.',
    policy: 'Policy',
    allowed: 'Allowed',
    inWindow: (quota: string, window: string) => `${quota} in ${window}`,
    seconds: (count: string) => (count === '1' ? '1 second' : `${count} seconds`),
    minutes: (count: string) => (count === '1' ? '1 minute' : `${count} minutes`),
    hours: (count: string) => (count === '1' ? '1 hour' : `${count} hours`),
    left: 'Left',
    leftOf: (policy: string) => `Left of ${policy}`,
    full: 'Full again in',
    now: 'Now',
  },
  de: {
    title: 'Aufrufgrenzen',
    intro:
      'Wie sie für Sie stehen. Ein API-Schlüssel zählt für sich; Aufrufe ohne Anmeldung zählen nach ihrer Adresse.',
    policy: 'Regel',
    allowed: 'Erlaubt',
    inWindow: (quota: string, window: string) => `${quota} in ${window}`,
    seconds: (count: string) => (count === '1' ? '1 Sekunde' : `${count} Sekunden`),
    minutes: (count: string) => (count === '1' ? '1 Minute' : `${count} Minuten`),
    hours: (count: string) => (count === '1' ? '1 Stunde' : `${count} Stunden`),
    left: 'Übrig',
    leftOf: (policy: string) => `Übrig von ${policy}`,
    full: 'Wieder voll in',
    now: 'Jetzt',
  },
});
