import { createHmac } from 'node:crypto';
import { newId } from '../../lib/ids.ts';
import type { RawCall } from '../services.ts';
import type { Tenant } from './tenant.ts';

/** A callback's parameters. */
export type Fields = Readonly<Record<string, string>>;

/** A callback as a carrier sends it, signed with the secret of `signer`'s account. */
export function signed(signer: Tenant, path: string, fields: Fields): RawCall {
  return signedWithQuery(signer, path, { fields, params: {} });
}

/** The same to a URL with parameters of its own. */
export function signedWithQuery(
  signer: Tenant,
  path: string,
  { fields, params }: { fields: Fields; params: Fields },
): RawCall {
  const query = new URLSearchParams(params).toString();
  const url = `https://marquee.example.com/api/v1/hooks/twilio/${path}${query === '' ? '' : `?${query}`}`;
  const text = Object.keys(fields)
    .toSorted()
    .map((name) => name + (fields[name] ?? ''))
    .join('');
  const signature = createHmac('sha1', signer.sender.auth_token)
    .update(url + text)
    .digest('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  return { params, headers, body: new URLSearchParams(fields).toString() };
}

const sidOf = () => `SM${newId().replaceAll('-', '')}`;

/** A message from someone to the workspace's number. */
export function messageTo(t: Tenant, body: string): Fields {
  return {
    MessageSid: sidOf(),
    From: t.newPhone(),
    To: t.sender.phone_e164,
    Body: body,
    AccountSid: t.sender.account_sid,
  };
}

/** A delivery report about a message that the workspace sent. */
export function reportOf(t: Tenant, sid: string): Fields {
  return {
    MessageSid: sid,
    MessageStatus: 'delivered',
    From: t.sender.phone_e164,
    To: t.newPhone(),
    AccountSid: t.sender.account_sid,
  };
}

/** A message that someone sent to the workspace's number. */
export async function inboundOf(t: Tenant): Promise<{ readonly sid: string; readonly from: string }> {
  const fields = messageTo(t, `a word to ${t.word}`);
  await t.callRaw('hooks.twilio.inbound', signed(t, 'inbound', fields));
  return { sid: `${fields['MessageSid']}`, from: `${fields['From']}` };
}
