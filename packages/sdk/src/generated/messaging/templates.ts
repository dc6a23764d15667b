// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.templates`: list, get, create, update, delete, preview. */
export class Templates extends Resource {
  /**
   * List templates, newest first.
   *
   * @example
   * for await (const template of marquee.messaging.templates.list()) console.log(template);
   */
  list(params?: TemplateListParams, options?: RequestOptions): PagePromise<Template> {
    return this.client.page('GET /messaging/templates', { query: params }, options);
  }

  /**
   * Get a template.
   *
   * @throws {NotFoundError}
   * @example
   * const template = await marquee.messaging.templates.get(template_id);
   */
  get(template_id: string, options?: RequestOptions): ApiPromise<Template> {
    return this.client.call('GET /messaging/templates/{template_id}', { path: [template_id] }, options);
  }

  /**
   * Add a template.
   *
   * @throws {ConflictError}
   * @example
   * const template = await marquee.messaging.templates.create({ name: 'Spring sale', content: 'Hi {name}! Our
   * spring sale starts today.' });
   */
  create(params: TemplateCreateParams, options?: RequestOptions): ApiPromise<Template> {
    return this.client.call('POST /messaging/templates', { body: params, key: true }, options);
  }

  /**
   * Change a template.
   *
   * Fields left out keep their value. Running campaigns keep the text they began with.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const template = await marquee.messaging.templates.update(template_id, { name: 'Spring sale' });
   */
  update(template_id: string, params: TemplateUpdateParams, options?: RequestOptions): ApiPromise<Template> {
    return this.client.call('PUT /messaging/templates/{template_id}', { path: [template_id], body: params }, options);
  }

  /**
   * Delete a template.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const deletedTemplate = await marquee.messaging.templates.delete(template_id);
   */
  delete(template_id: string, options?: RequestOptions): ApiPromise<DeletedTemplate> {
    return this.client.call('DELETE /messaging/templates/{template_id}', { path: [template_id] }, options);
  }

  /**
   * Show a template as one contact would get it.
   *
   * Values come from the contact, if one is named, and then from `values`, which win.
   *
   * @throws {NotFoundError}
   * @example
   * const templatePreview = await marquee.messaging.templates.preview(template_id, { values: { name: 'Ada' } });
   */
  preview(template_id: string, params?: TemplatePreviewParams, options?: RequestOptions): ApiPromise<TemplatePreview> {
    return this.client.call(
      'POST /messaging/templates/{template_id}/preview',
      { path: [template_id], body: params },
      options,
    );
  }
}

export interface DeletedTemplate {
  /** Template id. */
  id: string;
}

/** A text with variables */
export interface Template {
  /** Template id. */
  id: string;
  /** Unique name. */
  name: string;
  /** Text; `{name}` is replaced by the contact’s attribute of that name. */
  content: string;
  /** Names used in `content`, in order of appearance. */
  variables: string[];
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2' | (string & {});
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
  /** With every variable replaced by 40 characters outside GSM 03.38: what a message can cost when values are long. */
  worst_case: TextSize;
  /** Inactive templates are not offered for new campaigns. */
  is_active: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
}

export interface TemplateCreateParams {
  /** Unique name. At most 200 characters. */
  name: string;
  /** Text of the message, at most 1600 characters; `{name}` is replaced by the contact’s attribute of that name. */
  content: string;
  /** Names used in `content` as `{name}`; when given they must be exactly those. At most 100 items. */
  variables?: string[] | undefined;
  /** Inactive templates are not offered for new campaigns. Default true. */
  is_active?: boolean | undefined;
}

export interface TemplateListParams extends PageParams {
  /** Only those whose name contains this text, in capital or small letters. At most 100 characters. */
  name_contains?: string | undefined;
  /** Only active, or only inactive ones. */
  is_active?: boolean | undefined;
}

/** A template as one contact would get it */
export interface TemplatePreview {
  /** The text with variables replaced; a missing one stays as `{name}`. */
  text: string;
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2' | (string & {});
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
  /** Variables without a value: a campaign leaves such a contact out. */
  missing_variables: string[];
}

export interface TemplatePreviewParams {
  /** Fill it in for this contact. */
  contact_id?: string | undefined;
  /** The same, by phone number. */
  phone_e164?: string | undefined;
  /** Values by variable name. */
  values?: Record<string, string | number | boolean> | undefined;
}

export interface TemplateUpdateParams {
  /** Unique name. At most 200 characters. */
  name?: string | undefined;
  /** Text of the message, at most 1600 characters; `{name}` is replaced by the contact’s attribute of that name. */
  content?: string | undefined;
  /** Names used in `content` as `{name}`; when given they must be exactly those. At most 100 items. */
  variables?: string[] | undefined;
  /** Inactive templates are not offered for new campaigns. */
  is_active?: boolean | undefined;
}

/** How a text travels, and how many parts it is billed as */
export interface TextSize {
  /** `UCS-2` as soon as one character is outside GSM 03.38. */
  encoding: 'GSM-7' | 'UCS-2' | (string & {});
  /** Messages it is split into and billed as. */
  parts: number;
  /** Characters of the text. */
  character_count: number;
}
