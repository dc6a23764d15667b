import type { z } from 'zod';
import { ApiError } from '@marquee/api/errors';
import type { senders } from '@marquee/api/messaging/senders.contract';
import { sha256 } from '../../lib/crypto/crypto.ts';
import type { Sealer } from '../../lib/crypto/sealed.ts';
import { appSecretContext, type WhatsappNumberRow } from '../whatsapp/whatsapp-numbers.store.ts';

/** A sender as it is put. */
export type SenderInput = z.output<typeof senders.put.input>;

/** The account behind a sender. */
export interface SenderAccount {
  readonly account_sid: string;
  readonly base_url: string;
  /** Absent to keep the one there is. */
  readonly token?: string;
}

/** What secrets are kept with. */
export interface Secrets {
  readonly sealer: Pick<Sealer, 'seal'>;
}

/**
 * The account that an input names.
 *
 * @throws {ApiError} `validation_failed` when it lacks what its kind needs, has what belongs to another, or names an unsafe address
 */
export function decideAccount(input: SenderInput): SenderAccount {
  const { kind, account_sid, auth_token, whatsapp, simulated } = input;
  const base_url = input.base_url ?? addresses[kind];
  refuseUnsafeUrl(base_url, simulated);
  if (kind === 'sms') {
    if (whatsapp !== undefined) throw invalid('/whatsapp', 'This is for senders whose `kind` is `whatsapp`.');
    if (account_sid === undefined) throw invalid('/account_sid', 'An SMS sender needs the SID of its account.');
    return { account_sid, base_url, ...(auth_token === undefined ? {} : { token: auth_token }) };
  }
  if (account_sid !== undefined) throw invalid('/account_sid', 'WhatsApp senders have `whatsapp` instead.');
  if (auth_token !== undefined) throw invalid('/auth_token', 'WhatsApp senders have `whatsapp.access_token` instead.');
  if (whatsapp === undefined) throw invalid('/whatsapp', 'A WhatsApp sender needs its number at Meta.');
  const { business_account_id, access_token: token } = whatsapp;
  return { account_sid: business_account_id, base_url, ...(token === undefined ? {} : { token }) };
}

/** What is kept of a WhatsApp sender's number; null for other kinds. */
export function decideWhatsappNumber(
  { sealer }: Secrets,
  key: { readonly workspaceId: string; readonly senderId: string },
  given: {
    readonly input: SenderInput;
    readonly kept: Pick<WhatsappNumberRow, 'app_secret_sealed' | 'verify_token_sha256'> | undefined;
  },
): WhatsappNumberRow | null {
  const { whatsapp } = given.input;
  if (whatsapp === undefined) return null;
  const { phone_number_id, business_account_id, api_version, app_secret, verify_token } = whatsapp;
  const app_secret_sealed =
    app_secret === undefined ? given.kept?.app_secret_sealed : sealer.seal(app_secret, appSecretContext(key));
  const verify_token_sha256 = verify_token === undefined ? given.kept?.verify_token_sha256 : sha256(verify_token);
  if (app_secret_sealed === undefined)
    throw invalid('/whatsapp/app_secret', 'A new sender needs the secret of its app, to know Meta’s webhooks by.');
  if (verify_token_sha256 === undefined)
    throw invalid(
      '/whatsapp/verify_token',
      'A new sender needs a verify token; make one up and enter it at Meta, too.',
    );
  return { phone_number_id, business_account_id, api_version, app_secret_sealed, verify_token_sha256 };
}

/** A refusal of one field. */
export function invalid(pointer: string, detail: string): ApiError {
  return new ApiError('validation_failed', detail, { errors: [{ pointer, code: 'invalid', detail }] });
}

const addresses = { sms: 'https://api.twilio.com', whatsapp: 'https://graph.facebook.com' } as const;

/** Secrets travel to this address: it must be https, or http on this machine for a simulator, and no metadata service. */
function refuseUnsafeUrl(url: string, simulated: boolean): void {
  const { protocol, hostname, username } = new URL(url);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  const isLinkLocal =
    hostname.startsWith('169.254.') || /^\[fe[89ab]/i.test(hostname) || hostname === 'metadata.google.internal';
  if (isLinkLocal || username !== '') throw invalid('/base_url', 'This address cannot be a carrier’s API.');
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback && simulated)) return;
  throw invalid('/base_url', 'Use https; http is for a simulator on this machine only, with `simulated` true.');
}
