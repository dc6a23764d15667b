import type { Exchange } from '../exchange.ts';
import type { TemplateRow, WhatsappNumber } from '../ledger/whatsapp.store.ts';
import { graphRefusal, type GraphRefusal } from './graph-errors.ts';

/** A part of a template. */
export interface TemplateComponent {
  readonly type: string;
  readonly format?: string;
  readonly text?: string;
  readonly example?: unknown;
}

/** Body of a create call, as far as it may be trusted: nothing of it is sure. */
export interface TemplateBody {
  readonly name?: unknown;
  readonly language?: unknown;
  readonly category?: unknown;
  readonly components?: readonly TemplateComponent[];
}

const words = new Map([
  ['MARKETING', 'MARKETING'],
  ['UTILITY', 'UTILITY'],
  ['AUTHENTICATION', 'AUTHENTICATION'],
]);

/** Takes a template for review, or says what is wrong with it. */
export async function createTemplate(
  exchange: Exchange,
  { business_account_id }: WhatsappNumber,
  body: TemplateBody,
): Promise<GraphRefusal> {
  const { name, language, components = [] } = body;
  const category = words.get(String(body.category));
  if (typeof name !== 'string' || !/^[a-z0-9_]{1,512}$/.test(name)) return graphRefusal(100, 'Invalid template name');
  if (typeof language !== 'string' || category === undefined) return graphRefusal(100, 'Invalid language or category');
  const text = components.find(({ type }) => type === 'BODY');
  if (text?.text === undefined || text.text.length > 1024) return graphRefusal(100, 'The body is missing or too long');
  if (variablesOf(text) > 0 && text.example === undefined) return graphRefusal(100, 'Variables need example values');
  if (exchange.whatsapp.templateNamed(business_account_id, name, language) !== null)
    return graphRefusal(100, 'There is already content for this template in this language');
  const nowMs = exchange.clock.nowMs();
  const template: TemplateRow = {
    id: `${nowMs}${String(Math.floor(Math.random() * 1000)).padStart(3, '0')}`,
    ...{ business_account_id, name, language, category, status: 'PENDING', reason: null },
    components: JSON.stringify(components),
    review_due_ms: nowMs + exchange.settings().template_review_ms,
  };
  await exchange.ledger.write(() => exchange.whatsapp.insertTemplate(template));
  return { status: 200, body: { id: template.id, status: template.status, category } };
}

/** One page of an account's templates. */
export function templatesPage(exchange: Exchange, { business_account_id }: WhatsappNumber, url: URL): object {
  const query = url.searchParams;
  const limit = Math.min(1000, Math.max(1, Number(query.get('limit') ?? 25) || 25));
  const page = { after: query.get('after') ?? '', name: query.get('name') ?? '', limit: limit + 1 };
  const found = exchange.whatsapp.templates(business_account_id, page);
  const shown = found.slice(0, limit);
  const next = new URL(url);
  const last = shown.at(-1)?.id ?? '';
  next.searchParams.set('after', last);
  return {
    data: shown.map(({ id, name, language, status, category, reason, components }) => ({
      ...{ id, name, language, status, category, components: JSON.parse(components) as unknown },
      rejected_reason: reason ?? 'NONE',
    })),
    paging: {
      cursors: { before: shown[0]?.id ?? '', after: last },
      ...(found.length > limit ? { next: next.href } : {}),
    },
  };
}

/** How many variables a part has. */
export function variablesOf({ text = '' }: TemplateComponent): number {
  return new Set(text.match(/\{\{\d+\}\}/g)).size;
}

/** Reviews what is due: everything is approved but what is named so that it asks to be rejected. */
export async function reviewDue(exchange: Exchange): Promise<void> {
  const due = exchange.whatsapp.dueTemplates(exchange.clock.nowMs());
  if (due.length === 0) return;
  await exchange.ledger.write(() => {
    for (const template of due) {
      const isBad = template.name.includes('reject');
      review(exchange, { template, status: isBad ? 'REJECTED' : 'APPROVED', reason: isBad ? 'INVALID_FORMAT' : null });
    }
  });
}

/** What a review found. */
export interface Review {
  readonly template: TemplateRow;
  readonly status: string;
  readonly reason: string | null;
  /** Tells nobody. */
  readonly silent?: boolean;
}

/** Changes how a template stands, and owes the webhook. Call it inside `ledger.write`. */
export function review(exchange: Exchange, { template, status, reason, silent = false }: Review): void {
  exchange.whatsapp.review(template.id, status, reason);
  const number = exchange
    .whatsappNumbers()
    .find(({ business_account_id }) => business_account_id === template.business_account_id);
  const url = number?.webhook_url ?? null;
  if (url === null || silent) return;
  const due_ms = exchange.clock.nowMs();
  exchange.callbacks.insert({ message_sid: template.id, kind: 'template', url, status, error_code: null, due_ms });
}
