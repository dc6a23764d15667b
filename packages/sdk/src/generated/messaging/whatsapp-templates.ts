// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.whatsappTemplates`: list, get, create. */
export class WhatsappTemplates extends Resource {
  /**
   * List WhatsApp templates, newest first.
   *
   * How they stand is told by Meta’s webhook, and read from Meta’s own list every few minutes. Templates made at
   * Meta appear too.
   *
   * @example
   * for await (const whatsappTemplate of marquee.messaging.whatsappTemplates.list())
   * console.log(whatsappTemplate);
   */
  list(params?: WhatsappTemplateListParams, options?: RequestOptions): PagePromise<WhatsappTemplate> {
    return this.client.page('GET /messaging/whatsapp/templates', { query: params }, options);
  }

  /**
   * Get a WhatsApp template and how it stands with Meta.
   *
   * @throws {NotFoundError}
   * @example
   * const whatsappTemplate = await marquee.messaging.whatsappTemplates.get(template_id);
   */
  get(template_id: string, options?: RequestOptions): ApiPromise<WhatsappTemplate> {
    return this.client.call('GET /messaging/whatsapp/templates/{template_id}', { path: [template_id] }, options);
  }

  /**
   * Make a WhatsApp template and hand it to Meta for review.
   *
   * Checked by Meta’s rules first. It is handed over durably: as soon as Meta answers it is `pending`, and
   * `approved` or `rejected` once reviewed. A name that Meta refused outright may be used again.
   *
   * @throws {ConflictError}
   * @throws {NotConfiguredError}
   * @throws {UnprocessableError}
   * @example
   * const whatsappTemplate = await marquee.messaging.whatsappTemplates.create({
   *   name: 'campaign_performance',
   *   category: 'UTILITY',
   *   body_text: 'Hi {{1}}, your campaign {{2}} achieved {{3}} ROAS today!',
   *   body_variables: ['customer_name', 'campaign_name', 'roas_value'],
   *   examples: { customer_name: 'Ada', campaign_name: 'Summer Sale', roas_value: '3.5' },
   * });
   */
  create(params: WhatsappTemplateCreateParams, options?: RequestOptions): ApiPromise<WhatsappTemplate> {
    return this.client.call('POST /messaging/whatsapp/templates', { body: params, key: true }, options);
  }
}

/** A WhatsApp message template and how it stands with Meta */
export interface WhatsappTemplate {
  /** Id of the template here. */
  id: string;
  /** The WhatsApp Business Account it belongs to. */
  business_account_id: string;
  /** Name at Meta: a-z, 0-9 and _ only; cannot change. */
  name: string;
  /** Language as Meta writes it. */
  language: string;
  /** What Meta prices and limits it as: MARKETING, UTILITY or AUTHENTICATION. */
  category: string;
  status: WhatsappTemplateStatus;
  /** Why Meta rejected, paused or disabled it. */
  reason: string | null;
  /** Heading; null for none. */
  header_text: string | null;
  /** The text with its variables. */
  body_text: string;
  /** Small print; null for none. */
  footer_text: string | null;
  /** Your name of the heading’s variable; null when it has none. */
  header_variable: string | null;
  /** Your names of the variables, the first one `{{1}}`; their numbers, where it was not made here. */
  body_variables: string[];
  /** Meta’s id of it; null until Meta has it. */
  provider_id: string | null;
  /** The job that hands it to Meta; null when it was not made here. */
  job_id: string | null;
  /** Since when it stands so, as far as is known here. */
  status_at: string;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface WhatsappTemplateCreateParams {
  /** A WhatsApp sender of the account; may be left out when there is one only. At most 63 characters. */
  sender_id?: string | undefined;
  /** Name at Meta: a-z, 0-9 and _ only; cannot change. At most 512 characters. */
  name: string;
  /** Language as Meta writes it, such as `en`, `en_US` or `de`. Default "en". */
  language?: string | undefined;
  /** MARKETING for offers and news, UTILITY for what a person asked to be told. */
  category: 'MARKETING' | 'UTILITY' | (string & {});
  /** TEXT when there is a heading. */
  header_type?: 'TEXT' | 'NONE' | (string & {}) | undefined;
  /** Heading, at most 60 characters and one variable `{{1}}`. At most 1000 characters. */
  header_content?: string | undefined;
  /** Your name of the heading’s variable. */
  header_variable?: string | undefined;
  /** The text, at most 1024 characters, with variables `{{1}}`, `{{2}}` … without a gap. At most 4096 characters. */
  body_text: string;
  /** Small print, at most 60 characters, without variables. At most 1000 characters. */
  footer_text?: string | undefined;
  /** Your names of the variables: the first one is `{{1}}`. At most 100 items. Default []. */
  body_variables?: string[] | undefined;
  /** A value of each variable for Meta’s reviewers, by your names; the name itself when left out. Default {}. */
  examples?: Record<string, string> | undefined;
}

export interface WhatsappTemplateListParams extends PageParams {
  /** Only those whose name contains this text, in capital or small letters. At most 100 characters. */
  name_contains?: string | undefined;
  /** Only those that stand so. */
  status?: WhatsappTemplateStatus | undefined;
  /** Only of this name, in every language. At most 512 characters. */
  name?: string | undefined;
}

/**
 * `submitting`: on its way to Meta. `pending`: Meta reviews it. `approved`: can be sent. `rejected`: see
 * `reason`. `paused` and `disabled`: people complained. `deleted`: gone at Meta
 */
export type WhatsappTemplateStatus =
  | 'submitting'
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'paused'
  | 'disabled'
  | 'deleted'
  | (string & {});
