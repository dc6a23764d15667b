import { createHmac } from 'node:crypto';

/**
 * Twilio's `X-Twilio-Signature` for a form callback: HMAC-SHA1, base64, over the URL as it was given and the
 * parameters sorted by name, each name followed by its value.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioSignature(token: string, url: string, parameters: Readonly<Record<string, string>>): string {
  const names = Object.keys(parameters).sort();
  const signed = names.reduce((text, name) => text + name + (parameters[name] ?? ''), url);
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64');
}
