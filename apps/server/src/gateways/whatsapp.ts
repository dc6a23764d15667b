import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { z } from 'zod';
import { CarrierFault, exchange, retryAfterMs, type CarrierAnswer } from './carrier-exchange.ts';
import type { CarrierOptions, SendOutcome } from './twilio.ts';

/** Whose messages, and where the Graph API is. */
export interface WhatsappAccount {
  readonly accessToken: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  /** Meta itself, or something that speaks its API. */
  readonly baseUrl: string;
  readonly apiVersion: string;
}

/** What a message says. */
export type WhatsappContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly language: string;
      readonly headerValue: string | null;
      readonly bodyValues: readonly string[];
    };

/** One message to hand over. */
export interface OutgoingWhatsapp {
  readonly to: string;
  readonly content: WhatsappContent;
  /** Ours; comes back with every report about the message. */
  readonly messageId: string;
}

/** A template to hand over for review. */
export interface OutgoingTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly header: string | null;
  readonly headerExample: string | null;
  readonly body: string;
  readonly bodyExamples: readonly string[];
  readonly footer: string | null;
}

/** What became of handing a template over. Only `not_accepted` may be done again without looking first. */
export type TemplateOutcome =
  | { readonly kind: 'created'; readonly id: string; readonly status: string; readonly category: string | null }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string }
  | Exclude<SendOutcome, { readonly kind: 'accepted' | 'refused' }>;

/** A template as Meta lists it. */
export type ListedTemplate = z.infer<typeof Listed>;

/** One number at Meta, and the templates of its account. */
export interface WhatsappPlatform {
  readonly send: (message: OutgoingWhatsapp) => Promise<SendOutcome>;
  readonly createTemplate: (template: OutgoingTemplate) => Promise<TemplateOutcome>;
  /**
   * Templates of the account, of one name or all, a page at a time.
   *
   * @throws {Error} when they cannot be read
   */
  readonly templates: (name: string | null) => AsyncIterable<readonly ListedTemplate[]>;
}

/** Opens a number at Meta's Cloud API. Connections are kept alive, so keep what is answered. */
export function whatsappPlatform(
  account: WhatsappAccount,
  { timeoutMs }: CarrierOptions = { timeoutMs: 10_000 },
): WhatsappPlatform {
  const call = callerOf(account, timeoutMs);
  const [messages, templates] = [`${account.phoneNumberId}/messages`, `${account.businessAccountId}/message_templates`];
  return {
    async send(message) {
      const answer = await call('POST', messages, messageBody(message)).catch(faultOf);
      const made = 'kind' in answer ? answer : answered(answer, Sent);
      if (!('value' in made)) return made.kind === 'refused' ? { kind: 'refused', code: made.code } : made;
      const [first] = made.value.messages;
      return { kind: 'accepted', sid: first.id, status: 'accepted' };
    },
    async createTemplate(template) {
      const answer = await call('POST', templates, templateBody(template)).catch(faultOf);
      const made = 'kind' in answer ? answer : answered(answer, Created);
      return 'value' in made ? { kind: 'created', ...made.value } : made;
    },
    async *templates(name) {
      const fields = 'id,name,language,status,category,components,rejected_reason';
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        const query = new URLSearchParams({ fields, limit: String(pageSize) });
        if (name !== null) query.set('name', name);
        if (after !== undefined) query.set('after', after);
        const page = answered(await call('GET', `${templates}?${query.toString()}`), Page);
        if (!('value' in page)) throw new Error(`templates cannot be read: ${JSON.stringify(page)}`);
        yield page.value.data;
        after = page.value.paging?.next === undefined ? undefined : page.value.paging.cursors?.after;
      }
    },
  };
}

/** Keeps one platform a number, so that its connections are used again. */
export function whatsappPool(options?: CarrierOptions): (account: WhatsappAccount) => WhatsappPlatform {
  const known = new Map<string, WhatsappPlatform>();
  return (account) => {
    const key = JSON.stringify(account);
    const platform = known.get(key) ?? whatsappPlatform(account, options);
    known.set(key, platform);
    return platform;
  };
}

const pageSize = 100;

const Sent = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })], z.unknown()) });

const Created = z.object({ id: z.string().min(1), status: z.string(), category: z.string().nullish().default(null) });

const Listed = z.object({
  id: z.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().default('UTILITY'),
  rejected_reason: z.string().nullish().default(null),
  components: z
    .array(z.object({ type: z.string(), format: z.string().optional(), text: z.string().optional() }))
    .default([]),
});

const Page = z.object({
  data: z.array(Listed),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
});

const Failed = z.object({
  error: z.object({
    code: z.int(),
    message: z.string().default(''),
    error_user_msg: z.string().nullish(),
    error_data: z.object({ details: z.string().nullish() }).nullish(),
  }),
});

type Refusal = Exclude<TemplateOutcome, { readonly kind: 'created' }>;

function callerOf({ accessToken, baseUrl, apiVersion }: WhatsappAccount, timeoutMs: number) {
  const options = { keepAlive: true, maxSockets: 128, scheduling: 'lifo' } as const;
  const base = `${baseUrl.replace(/\/$/, '')}/${apiVersion}`;
  const agent = base.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  return async (method: string, path: string, body?: object): Promise<CarrierAnswer> =>
    await exchange({
      ...{ url: new URL(`${base}/${path}`), method, agent, timeoutMs },
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
}

/** Source: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages */
function messageBody({ to, content, messageId }: OutgoingWhatsapp): object {
  const envelope = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to,
    biz_opaque_callback_data: messageId,
  };
  if (content.kind === 'text') return { ...envelope, type: 'text', text: { preview_url: false, body: content.text } };
  const parameters = (values: readonly string[]) => values.map((text) => ({ type: 'text', text }));
  const { name, language, headerValue, bodyValues } = content;
  const components = [
    ...(headerValue === null ? [] : [{ type: 'header', parameters: parameters([headerValue]) }]),
    ...(bodyValues.length === 0 ? [] : [{ type: 'body', parameters: parameters(bodyValues) }]),
  ];
  return { ...envelope, type: 'template', template: { name, language: { code: language }, components } };
}

/** Source: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates */
function templateBody(template: OutgoingTemplate): object {
  const { name, language, category, header, headerExample, body, bodyExamples, footer } = template;
  const components = [
    ...(header === null
      ? []
      : [
          {
            ...{ type: 'HEADER', format: 'TEXT', text: header },
            ...(headerExample === null ? {} : { example: { header_text: [headerExample] } }),
          },
        ]),
    {
      ...{ type: 'BODY', text: body },
      ...(bodyExamples.length === 0 ? {} : { example: { body_text: [bodyExamples] } }),
    },
    ...(footer === null ? [] : [{ type: 'FOOTER', text: footer }]),
  ];
  return { name, language, category, components };
}

/** A fault of the way there; anything else is a defect. */
function faultOf(error: unknown): Refusal {
  if (error instanceof CarrierFault) return error.fault;
  throw error;
}

function answered<T extends z.ZodType>(
  { status, headers, text }: CarrierAnswer,
  schema: T,
): Refusal | { readonly value: z.output<T> } {
  const said = parsed(text);
  const error = Failed.safeParse(said).data?.error;
  const code = error?.code ?? status;
  if (slowDown.has(code)) return { kind: 'not_accepted', retryAfterMs: retryAfterMs(headers, slowDown.get(code)) };
  if (status === 429) return { kind: 'not_accepted', retryAfterMs: retryAfterMs(headers, 5000) };
  if (error !== undefined && isUnauthorised(error.code)) return { kind: 'unauthorised' };
  // Whatever went wrong inside Meta, the message may be on its way.
  if (status >= 500) return { kind: 'unknown' };
  if (status === 401) return { kind: 'unauthorised' };
  if (status >= 400) return { kind: 'refused', code, reason: reasonOf(error) };
  const value = schema.safeParse(said);
  return value.success ? { value: value.data } : { kind: 'unknown' };
}

function reasonOf(error: z.infer<typeof Failed>['error'] | undefined): string {
  return error?.error_user_msg ?? error?.error_data?.details ?? error?.message ?? 'Meta gave no reason';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Codes and what to do about them: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
/** Nothing was taken because of a limit; with how long to wait when Meta does not say. */
const slowDown: ReadonlyMap<number, number> = new Map([
  [4, 60_000],
  [80_007, 60_000],
  [130_429, 5000],
  [131_048, 300_000],
  // One message every six seconds to the same person.
  [131_056, 6000],
  [131_057, 300_000],
]);

/** The token is over, or may not do this. */
function isUnauthorised(code: number): boolean {
  return [0, 3, 10, 190, 131_005].includes(code) || (code >= 200 && code <= 299);
}
