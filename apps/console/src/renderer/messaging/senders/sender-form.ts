import type { InputOf, ItemOf } from '../../api/operations.ts';
import type { SchemaLoader } from '../../ui/forms/form-resolver.ts';

/** A number that messages come from. */
export type Sender = ItemOf<'messaging.senders.list'>;

/** What a sender sends. */
export type SenderKind = Sender['kind'];

/** What stands in the fields of a sender; named as the operation names it, so that refusals find their field. */
export interface SenderFields {
  readonly kind: SenderKind;
  readonly sender_id: string;
  readonly phone_e164: string;
  readonly account_sid: string;
  readonly auth_token: string;
  readonly whatsapp: WhatsappFields;
  readonly base_url: string;
  readonly rate_per_second: string;
  readonly burst: string;
  readonly simulated: boolean;
  readonly prices: { readonly currency: string; readonly per_part: string };
  readonly by_prefix: readonly { readonly prefix: string; readonly price: string }[];
}

interface WhatsappFields {
  readonly phone_number_id: string;
  readonly business_account_id: string;
  readonly api_version: string;
  readonly access_token: string;
  readonly app_secret: string;
  /** Whether a token is made up and shown once saved; a new sender needs one. */
  readonly has_new_verify_token: boolean;
}

/** Where each kind's carrier is, and what it lets a number send as a rule. */
export const carriers: Readonly<Record<SenderKind, Pick<SenderFields, 'base_url' | 'rate_per_second' | 'burst'>>> = {
  sms: { base_url: 'https://api.twilio.com', rate_per_second: '1', burst: '1' },
  whatsapp: { base_url: 'https://graph.facebook.com', rate_per_second: '80', burst: '80' },
};

/** The fields of a sender, or of one of a kind that is not there yet. */
export function fieldsOf(sender: Sender | null, newKind: SenderKind = 'sms'): SenderFields {
  const prices = sender?.prices ?? null;
  const kind = sender?.kind ?? newKind;
  return {
    kind,
    sender_id: sender?.sender_id ?? '',
    phone_e164: sender?.phone_e164 ?? '',
    account_sid: kind === 'sms' ? (sender?.account_sid ?? '') : '',
    auth_token: '',
    whatsapp: {
      phone_number_id: sender?.whatsapp?.phone_number_id ?? '',
      business_account_id: sender?.whatsapp?.business_account_id ?? '',
      api_version: sender?.whatsapp?.api_version ?? 'v24.0',
      ...{ access_token: '', app_secret: '', has_new_verify_token: sender === null },
    },
    base_url: sender?.base_url ?? carriers[kind].base_url,
    rate_per_second: String(sender?.rate_per_second ?? carriers[kind].rate_per_second),
    burst: String(sender?.burst ?? carriers[kind].burst),
    simulated: sender?.simulated ?? false,
    prices: { currency: prices?.currency ?? 'USD', per_part: String(prices?.per_part ?? '') },
    by_prefix: Object.entries(prices?.by_prefix ?? {}).map(([prefix, price]) => ({ prefix, price: String(price) })),
  };
}

/** What saving a sender takes. `verifyToken` goes with it where a new one is wanted. */
export function senderInput(fields: SenderFields, verifyToken: string): InputOf<'messaging.senders.put'> {
  const { kind, sender_id, base_url, simulated } = fields;
  const common = {
    ...{ kind, sender_id, base_url, simulated },
    phone_e164: fields.phone_e164.replaceAll(/[\s()-]/g, ''),
    rate_per_second: Number(fields.rate_per_second),
    burst: Number(fields.burst),
  };
  return kind === 'whatsapp'
    ? { ...common, whatsapp: whatsappInput(fields.whatsapp, verifyToken) }
    : { ...common, ...smsInput(fields) };
}

function whatsappInput(fields: WhatsappFields, verifyToken: string) {
  const { phone_number_id, business_account_id, api_version, access_token, app_secret } = fields;
  return {
    ...{ phone_number_id: phone_number_id.trim(), business_account_id: business_account_id.trim(), api_version },
    ...(access_token === '' ? {} : { access_token: access_token.trim() }),
    ...(app_secret === '' ? {} : { app_secret: app_secret.trim() }),
    ...(fields.has_new_verify_token ? { verify_token: verifyToken } : {}),
  };
}

/** Without any price, prices are forgotten. */
function smsInput({ account_sid, auth_token, prices, by_prefix }: SenderFields) {
  const lines = by_prefix.filter(({ prefix }) => prefix.trim() !== '');
  const hasPrices = prices.per_part !== '' || lines.length > 0;
  return {
    account_sid,
    ...(auth_token === '' ? {} : { auth_token }),
    prices: hasPrices
      ? {
          currency: prices.currency,
          per_part: prices.per_part === '' ? null : Number(prices.per_part),
          by_prefix: Object.fromEntries(lines.map(({ prefix, price }) => [prefix.trim(), Number(price)])),
        }
      : null,
  };
}

/** The contract's schema. */
export const senderSchema = async () => (await import('@marquee/api/messaging/senders.contract')).senders.put.input;

/** The same, with the secrets that only a sender that is already there may leave out. */
export const newSenderSchema: SchemaLoader = async () =>
  (await senderSchema()).superRefine(({ kind, auth_token, whatsapp }, judged) => {
    const secrets =
      kind === 'sms'
        ? [{ path: ['auth_token'], secret: auth_token }]
        : [
            { path: ['whatsapp', 'access_token'], secret: whatsapp?.access_token },
            { path: ['whatsapp', 'app_secret'], secret: whatsapp?.app_secret },
          ];
    for (const { path, secret } of secrets)
      if (secret === undefined) judged.addIssue({ code: 'custom', path, message: 'A new sender needs it.' });
  });

/** The same call with its secrets taken out, to be shown as code. */
export function shownInput(input: InputOf<'messaging.senders.put'>): Readonly<Record<string, unknown>> {
  const { auth_token, whatsapp, ...rest } = input;
  const hidden = (secret: string | undefined) => (secret === undefined ? undefined : '…');
  return withoutUndefined({
    ...rest,
    auth_token: hidden(auth_token),
    whatsapp:
      whatsapp === undefined
        ? undefined
        : withoutUndefined({
            ...whatsapp,
            access_token: hidden(whatsapp.access_token),
            app_secret: hidden(whatsapp.app_secret),
            verify_token: hidden(whatsapp.verify_token),
          }),
  });
}

function withoutUndefined(object: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
