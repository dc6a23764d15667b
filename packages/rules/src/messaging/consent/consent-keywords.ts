/** What an inbound keyword asks for. */
export type ConsentKeyword = 'stop' | 'start' | 'help';

/**
 * The keyword that an inbound message is, or null. Only the whole body, trimmed, in any case, is a keyword.
 *
 * Source: Twilio "Support for opt-out keywords (SMS STOP filtering)" and the CTIA Messaging Principles §5.1.3;
 * a provider's own `OptOutType`, when sent, wins over this.
 */
export function keywordOf(body: string): ConsentKeyword | null {
  return keywords.get(body.trim().toLowerCase()) ?? null;
}

/**
 * Whether free text may mean STOP and must be seen by a person. False for exact keywords, which act at once.
 *
 * Source: 47 CFR § 64.1200(a)(10): any reasonable means of revoking consent counts ("stop", "quit", "end",
 * "revoke", "opt out", "cancel", "unsubscribe" or words to that effect).
 */
export function looksLikeStop(body: string): boolean {
  if (keywordOf(body) !== null) return false;
  const words = body
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
  if (words === '') return false;
  if (phrases.some((phrase) => phrase.test(words))) return true;
  const list = words.split(' ');
  return list.length <= shortWordsMax && list.some((word) => weakWords.has(word));
}

const keywords: ReadonlyMap<string, ConsentKeyword> = new Map<string, ConsentKeyword>([
  ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt out'].map(
    (word) => [word, 'stop'] as const,
  ),
  ...['start', 'yes', 'unstop'].map((word) => [word, 'start'] as const),
  ...['help', 'info'].map((word) => [word, 'help'] as const),
]);

/** Ordinary words in long sentences ("at the end of the day"), a wish to leave in a short answer ("end it"). */
const weakWords: ReadonlySet<string> = new Set([
  'cancel',
  'end',
  'quit',
  'revoke',
  'remove',
  'delete',
  'baja',
  'alto',
  'halt',
]);
const shortWordsMax = 4;

const phrases: readonly RegExp[] = [
  /\b(stop|stopp|stopall|stopping|unsubscribe|unsubscribed|unsub|optout|opt out|opting out)\b/,
  /\b(revoke|withdraw|cancel) (my |all )?(consent|permission|subscription|texts|messages)\b/,
  /\b(remove|take|delete|unlist|get) (me|my (number|phone|name))\b/,
  /\b(do not|don't|dont|never|no longer|quit|cease) (ever )?(text|texting|message|messaging|contact|contacting|send|sending|sms|call|calling|bother|bothering|want)\b/,
  /\b(no|any) more (texts?|messages?|sms|of (these|this))\b/,
  /\bleave me alone\b/,
  /\bnot interested\b/,
  /\bwrong (number|person)\b/,
  /(^| )(abmelden|abbestellen|arrêt|arret|désabonner|désinscrire|darme de baja|cancelar|parar|annulla|disiscrivi|afmelden)( |$)/,
];
