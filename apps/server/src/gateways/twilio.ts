import twilio from 'twilio';
import { CarrierFault } from './carrier-exchange.ts';
import { TwilioHttp } from './twilio-http.ts';

/** Whose messages, and where the carrier's API is. */
export interface CarrierAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** Twilio itself, or something that speaks its HTTP API. */
  readonly baseUrl: string;
}

/** One message to hand over. */
export interface OutgoingMessage {
  readonly to: string;
  readonly from: string;
  readonly body: string;
  /** Where the carrier reports what became of it; carries our message id. */
  readonly statusCallback: string;
}

/** What became of one create call. Only `not_accepted` may be called again without looking first. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly sid: string; readonly status: string }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'not_accepted'; readonly retryAfterMs: number }
  | { readonly kind: 'unknown' };

/** A message as the carrier lists it. */
export interface ListedMessage {
  readonly sid: string;
  readonly body: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAt: Date;
}

/** A message that somebody sent to one of our numbers, as the carrier keeps it. */
export interface KeptInbound {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** To the second. */
  readonly receivedAt: Date;
}

/** One account at the carrier. */
export interface Carrier {
  readonly send: (message: OutgoingMessage) => Promise<SendOutcome>;
  /** The newest messages between two numbers, at most `limit`. */
  readonly list: (between: { to: string; from: string; limit: number }) => Promise<readonly ListedMessage[]>;
  /** Every message to a number that the carrier has taken since an instant: newest pages first, each page oldest first. */
  readonly inbound: (asked: { to: string; since: Date }) => AsyncIterable<readonly KeptInbound[]>;
}

/** How the carrier is called. */
export interface CarrierOptions {
  readonly timeoutMs: number;
}

/** As many as the carrier gives at once. */
const pageSizeMax = 1000;

type Page = Pick<Awaited<ReturnType<ReturnType<typeof twilio>['messages']['page']>>, 'instances' | 'nextPage'>;

/** Opens an account through Twilio's own library. Connections are kept alive, so keep the carrier. */
export function twilioCarrier(account: CarrierAccount, options: CarrierOptions = { timeoutMs: 10_000 }): Carrier {
  const httpClient = new TwilioHttp({ baseUrl: account.baseUrl, timeoutMs: options.timeoutMs });
  // An empty environment: the library would take account and region from the process otherwise.
  const client = twilio(account.accountSid, account.authToken, { httpClient, env: {}, accountSid: account.accountSid });
  return {
    async send(message) {
      try {
        const made = await client.messages.create(message);
        return { kind: 'accepted', sid: made.sid, status: made.status };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async list({ to, from, limit }) {
      const found = await client.messages.list({ to, from, limit, pageSize: limit });
      return found.map(({ sid, body, status, errorCode, dateCreated }) => ({
        sid,
        body,
        status,
        errorCode: typeof errorCode === 'number' && errorCode > 0 ? errorCode : null,
        createdAt: dateCreated,
      }));
    },
    async *inbound({ to, since }) {
      // Twilio promises this filter by the day only; what it gives too much is known by its sid.
      const asked = { to, dateSentAfter: since, pageSize: pageSizeMax };
      let page: Page | undefined = await client.messages.page(asked);
      while (page !== undefined) {
        // The list has both directions: another sender of the account may write to this number, too.
        const inbound = page.instances.filter(({ direction }) => direction === 'inbound');
        yield inbound.toReversed().map(keptInbound);
        page = await page.nextPage();
      }
    },
  };
}

/** Keeps one carrier an account, so that its connections are used again. */
export function carrierPool(options?: CarrierOptions): (account: CarrierAccount) => Carrier {
  const carriers = new Map<string, Carrier>();
  return (account) => {
    const key = JSON.stringify([account.baseUrl, account.accountSid, account.authToken]);
    const carrier = carriers.get(key) ?? twilioCarrier(account, options);
    carriers.set(key, carrier);
    return carrier;
  };
}

function keptInbound({ sid, from, to, body, dateCreated }: Page['instances'][number]): KeptInbound {
  return { sid, from, to, body, receivedAt: dateCreated };
}

function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof CarrierFault) {
    return error.fault.kind === 'not_accepted' ? error.fault : { kind: 'unknown' };
  }
  const { status, code } = error as { status?: unknown; code?: unknown }; // the library's RestException, or anything
  if (status === 401 || status === 403 || code === 20_003) return { kind: 'unauthorised' };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { kind: 'refused', code: typeof code === 'number' ? code : status };
  }
  return { kind: 'unknown' };
}
