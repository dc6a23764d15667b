import { twilio } from '@marquee/api/hooks/twilio.contract';
import twilioLibrary from 'twilio';
import { incoming } from '../calls.ts';
import type { Sending } from './sending.ts';

/** What a person writes to the sender, with what the carrier says of it. */
export interface Written {
  readonly from: string;
  readonly body: string;
  readonly optOutType?: 'STOP' | 'START' | 'HELP';
}

/** Delivers a message as the carrier does; answers the TwiML. */
export async function writeToSender(sending: Sending, { from, body, optOutType }: Written): Promise<string> {
  const fields: Record<string, string> = {
    ...{ MessageSid: `SM${sending.deps.newId().replaceAll('-', '')}`, From: from, To: sending.phone, Body: body },
    ...(optOutType === undefined ? {} : { OptOutType: optOutType }),
  };
  const url = 'https://marquee.example.com/api/v1/hooks/twilio/inbound';
  const signature = twilioLibrary.getExpectedTwilioSignature(sending.authToken, url, fields);
  const request = {
    params: {},
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: (async function* () {
      yield Buffer.from(new URLSearchParams(fields).toString());
    })(),
    signal: AbortSignal.timeout(30_000),
  };
  const { response } = await sending.invoker.invokeRaw({
    name: 'hooks.twilio.inbound',
    operation: twilio.inbound,
    request,
    incoming: incoming(),
  });
  return typeof response.body === 'string' ? response.body : '';
}
