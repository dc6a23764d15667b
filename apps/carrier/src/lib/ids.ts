import { createHash, randomBytes } from 'node:crypto';

/** A new identifier in Twilio's form: two letters and 32 hex digits. */
export function newSid(prefix: 'SM'): string {
  return prefix + randomBytes(16).toString('hex');
}

/** A new identifier of a WhatsApp message in Meta's form. */
export function newWamid(): string {
  return `wamid.${randomBytes(24).toString('base64')}`;
}

/** A number in `[0, 1)` that is always the same for the same text. */
export function fractionOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
