import { z } from 'zod';

/** Somebody's message to one of our numbers. */
export interface NoticedMessage {
  readonly kind: 'message';
  readonly phoneNumberId: string;
  readonly id: string;
  /** E.164. */
  readonly from: string;
  readonly body: string;
  readonly at: Date;
}

/** What became of a message of ours. */
export interface NoticedStatus {
  readonly kind: 'status';
  readonly phoneNumberId: string;
  readonly id: string;
  readonly status: string;
  /** What we gave with the message: its id here. */
  readonly messageId: string | null;
  readonly errorCode: number | null;
}

/** How a template stands. */
export interface NoticedTemplate {
  readonly kind: 'template';
  readonly businessAccountId: string;
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly event: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** One piece of news in a webhook's body. */
export type Notice = NoticedMessage | NoticedStatus | NoticedTemplate;

/**
 * The news in a webhook's body: many entries and changes may come in one. What is not known (media news, calls, account updates,
 * shapes of later versions) is left out one by one, so that it does not take what is known with it.
 *
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference
 *
 * @returns null when the body is none of a WhatsApp Business Account
 */
export function noticesIn(text: string): readonly Notice[] | null {
  const body = Body.safeParse(parsed(text));
  if (!body.success) return null;
  return body.data.entry.flatMap((entry) => {
    const { id: accountId, time, changes } = Entry.safeParse(entry).data ?? { id: '', changes: [] };
    const known = changes.flatMap((change) => Change.safeParse(change).data ?? []);
    return known.flatMap((change) => [...ofMessages(change), ...ofTemplates(change, { accountId, time })]);
  });
}

const Body = z.object({ object: z.literal('whatsapp_business_account'), entry: z.array(z.unknown()) });

const Change = z.object({ field: z.string().default('messages'), value: z.unknown().optional() });

const Entry = z.object({
  id: z.coerce.string().default(''),
  time: z.number().optional(),
  changes: z.array(z.unknown()).default([]),
});

type Change = z.infer<typeof Change>;

const seconds = z.coerce.number().int().min(0).max(1e11);

const MessagesValue = z.object({
  metadata: z.object({ phone_number_id: z.coerce.string() }),
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
});

const titled = z.object({ title: z.string().optional() }).optional();
const captioned = z.object({ caption: z.string().optional() }).optional();

const Message = z.object({
  id: z.string().min(1).max(512),
  from: z.string().regex(/^\+?[1-9]\d{1,14}$/),
  timestamp: seconds,
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string().optional(), payload: z.string().optional() }).optional(),
  interactive: z.object({ button_reply: titled, list_reply: titled }).optional(),
  image: captioned,
  video: captioned,
  document: captioned,
});

const Status = z.object({
  id: z.string().min(1).max(512),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.object({ code: z.int() })).default([]),
});

const TemplateValue = z.object({
  event: z.string(),
  message_template_id: z.coerce.string(),
  message_template_name: z.string(),
  message_template_language: z.string(),
  reason: z.string().nullish(),
  rejection_info: z.object({ reason: z.string().optional() }).optional(),
  other_info: z.object({ description: z.string().optional() }).optional(),
});

function ofMessages({ field, value }: Change): readonly Notice[] {
  const known = MessagesValue.safeParse(value);
  if (field !== 'messages' || !known.success) return [];
  const phoneNumberId = known.data.metadata.phone_number_id;
  return [
    ...known.data.messages.flatMap((each) => messageOf(each, phoneNumberId)),
    ...known.data.statuses.flatMap((each) => statusOf(each, phoneNumberId)),
  ];
}

/** What is no message of a person's: it says nothing, and opens no window. */
const silent: ReadonlySet<string> = new Set(['reaction', 'system', 'unsupported', 'ephemeral']);

function messageOf(value: unknown, phoneNumberId: string): readonly NoticedMessage[] {
  const { data } = Message.safeParse(value);
  if (data === undefined || silent.has(data.type)) return [];
  const from = data.from.startsWith('+') ? data.from : `+${data.from}`;
  const at = new Date(data.timestamp * 1000);
  return [{ kind: 'message', phoneNumberId, id: data.id, from, body: wordsOf(data), at }];
}

/** What the person wrote or chose; a picture without words is told by its kind. */
function wordsOf(message: z.infer<typeof Message>): string {
  const { type, text, button, interactive, image, video, document } = message;
  const chosen = interactive?.button_reply?.title ?? interactive?.list_reply?.title;
  const caption = image?.caption ?? video?.caption ?? document?.caption;
  return text?.body ?? button?.text ?? button?.payload ?? chosen ?? caption ?? `[${type}]`;
}

function statusOf(value: unknown, phoneNumberId: string): readonly NoticedStatus[] {
  const { data } = Status.safeParse(value);
  if (data === undefined) return [];
  const messageId = z.uuid().safeParse(data.biz_opaque_callback_data).data ?? null;
  const errorCode = data.errors[0]?.code ?? null;
  return [{ kind: 'status', phoneNumberId, id: data.id, status: data.status, messageId, errorCode }];
}

function ofTemplates(
  { field, value }: Change,
  { accountId, time }: { readonly accountId: string; readonly time: number | undefined },
): readonly NoticedTemplate[] {
  const { data } = TemplateValue.safeParse(value);
  if (field !== 'message_template_status_update' || data === undefined) return [];
  const why = data.rejection_info?.reason ?? data.other_info?.description ?? data.reason ?? null;
  return [
    {
      ...{ kind: 'template', businessAccountId: accountId, id: data.message_template_id, event: data.event },
      ...{ name: data.message_template_name, language: data.message_template_language },
      reason: why === 'NONE' ? null : why,
      at: time === undefined ? new Date(8.64e15) : new Date(time * 1000),
    },
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
