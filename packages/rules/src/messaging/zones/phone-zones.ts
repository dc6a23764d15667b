import { areaZones, northAmericanZones } from './area-code-zones.ts';
import { countryZones } from './country-code-zones.ts';

/**
 * The IANA zones that a number may be in, or none when the numbering plan ties it to no place (satellite,
 * international freephone). +1 goes by area code; a code that is unknown or tied to no place gives every zone of
 * the United States and Canada.
 *
 * Source: ITU-T E.164 country codes, NANPA area codes and the IANA time zone database.
 */
export function zonesOfPhone(phoneE164: string): readonly string[] {
  if (!isE164(phoneE164)) return [];
  const digits = phoneE164.slice(1);
  if (digits.startsWith('1')) return areaZones.get(digits.slice(1, 4)) ?? northAmericanZones;
  for (let length = Math.min(prefixMax, digits.length); length > 0; length -= 1) {
    const zones = countryZones.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return [];
}

/**
 * Whether a text is a phone number in E.164 form. Plan validity is not judged.
 *
 * Source: ITU-T E.164 §6 (at most 15 digits, no leading zero).
 */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text);
}

/**
 * A text with every phone number in it masked but for its last four digits (two when it is short), for logs.
 * Numbers are known by their `+`, literal or as `%2B`; spaces, dots, dashes and brackets may divide them.
 */
export function maskPhone(text: string): string {
  return text.replace(phoneInText, (_, plus: string, number: string) => {
    const digits = number.replace(/\D/g, '');
    const kept = digits.length >= 8 ? 4 : 2;
    return plus + '*'.repeat(digits.length - kept) + digits.slice(-kept);
  });
}

const prefixMax = Math.max(...Array.from(countryZones.keys(), (prefix) => prefix.length));
const phoneInText = /(\+|%2B)([1-9](?:[ ().-]{0,2}\d){4,14})/gi;
