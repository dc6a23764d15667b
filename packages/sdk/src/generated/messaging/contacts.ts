// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, PagePromise, RequestOptions } from '../../calls/resource.ts';
import type { ConsentEntry, ConsentState } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.contacts`: list, get, create, update, delete, consents. */
export class Contacts extends Resource {
  /**
   * List contacts, newest first.
   *
   * @example
   * for await (const contact of marquee.messaging.contacts.list()) console.log(contact);
   */
  list(params?: ContactListParams, options?: RequestOptions): PagePromise<Contact> {
    return this.client.page('GET /messaging/contacts', { query: params }, options);
  }

  /**
   * Get a contact by phone number.
   *
   * @throws {NotFoundError}
   * @example
   * const contact = await marquee.messaging.contacts.get('+14155551234');
   */
  get(phone_e164: string, options?: RequestOptions): ApiPromise<Contact> {
    return this.client.call('GET /messaging/contacts/{phone_e164}', { path: [phone_e164] }, options);
  }

  /**
   * Add a contact.
   *
   * OPT_IN always records evidence: `consent_evidence` when given, else that the caller attested it. A number that
   * asked to stop, or was deleted, needs `consent_evidence`.
   *
   * @throws {ConflictError}
   * @throws {ConsentMissingError}
   * @example
   * const savedContact = await marquee.messaging.contacts.create({
   *   phone_e164: '+14155551234',
   *   consent_state: 'OPT_IN',
   *   attributes: { name: 'Ada', city: 'Berlin' },
   * });
   */
  create(params: ContactCreateParams, options?: RequestOptions): ApiPromise<SavedContact> {
    return this.client.call('POST /messaging/contacts', { body: params, key: true }, options);
  }

  /**
   * Change a contact.
   *
   * Attributes are merged. From STOP to OPT_IN needs `consent_evidence`.
   *
   * @throws {ConsentMissingError}
   * @throws {NotFoundError}
   * @throws {UnprocessableError}
   * @example
   * const savedContact = await marquee.messaging.contacts.update('+14155551234', { attributes: { name: 'Ada',
   * city: 'Berlin' } });
   */
  update(phone_e164: string, params: ContactUpdateParams, options?: RequestOptions): ApiPromise<SavedContact> {
    return this.client.call('PUT /messaging/contacts/{phone_e164}', { path: [phone_e164], body: params }, options);
  }

  /**
   * Delete a contact.
   *
   * A keyed hash of the number stays in the suppression list, so that a later import does not message it again.
   *
   * @throws {NotFoundError}
   * @example
   * const deletedContact = await marquee.messaging.contacts.delete('+14155551234');
   */
  delete(phone_e164: string, options?: RequestOptions): ApiPromise<DeletedContact> {
    return this.client.call('DELETE /messaging/contacts/{phone_e164}', { path: [phone_e164] }, options);
  }

  /**
   * List everything recorded about a number’s consent, newest first.
   *
   * The ledger is append-only and outlives the contact; it is kept under a keyed hash of the number.
   *
   * @throws {NotFoundError}
   * @example
   * for await (const consentEntry of marquee.messaging.contacts.consents('+14155551234'))
   * console.log(consentEntry);
   */
  consents(phone_e164: string, params?: ContactConsentsParams, options?: RequestOptions): PagePromise<ConsentEntry> {
    return this.client.page(
      'GET /messaging/contacts/{phone_e164}/consents',
      { path: [phone_e164], query: params },
      options,
    );
  }
}

/** What shows that a person agreed */
export interface ConsentEvidence {
  /** Where consent was given, such as `signup form` or `call centre`. At most 100 characters. */
  source: string;
  /** When it was given; now when omitted. */
  at?: string | undefined;
  /** The wording agreed to. At most 2000 characters. */
  text?: string | undefined;
  /** The page it was given on. At most 2000 characters. */
  url?: string | undefined;
  /** The address it was given from. At most 45 characters. */
  ip?: string | undefined;
}

/** One person who can be messaged */
export interface Contact {
  /** Contact id. */
  id: string;
  /** A number of its own, for clients that know contacts by integers. */
  number: number;
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
  consent_state: ConsentState;
  /** When consent last changed. */
  consent_updated_at: string;
  /** Attributes by name. */
  attributes: Record<string, string | number | boolean>;
  /** IANA time zone of the contact; null when only the number tells. */
  time_zone: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  updated_at: string;
  /** When the contact last wrote to us. */
  last_message_received: string | null;
}

export interface ContactConsentsParams extends PageParams {}

export interface ContactCreateParams {
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
  /** Default "OPT_OUT". */
  consent_state?: ConsentState | undefined;
  consent_evidence?: ConsentEvidence | undefined;
  /** Attributes by name; merged into what is stored, null removes one. At most 100. */
  attributes?: Record<string, string | number | boolean | null> | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | undefined;
}

export interface ContactListParams extends PageParams {
  consent_state?: ConsentState | undefined;
  /** Only numbers that begin with this, such as `+49`. */
  phone_prefix?: string | undefined;
  /**
   * Only contacts of whom each word of this begins their number, one of their attributes, or the last word of one:
   * `ada`, `ada love`, `+49 176`, `12045`. A word is looked for as written, in small letters, in capitals and with
   * a capital first, so `mcdonald` does not find `McDonald`; accents count. The middle of a number, of a word or
   * of longer text is not searched, and where each word begins something of more than 20,000 contacts, only so
   * many are: segments compare those. 2 to 100 characters.
   */
  search?: string | undefined;
}

export interface ContactUpdateParams {
  consent_state?: ConsentState | undefined;
  consent_evidence?: ConsentEvidence | undefined;
  /** Attributes by name; merged into what is stored, null removes one. At most 100. */
  attributes?: Record<string, string | number | boolean | null> | undefined;
  /** IANA time zone; null forgets it. At most 64 characters. */
  time_zone?: string | null | undefined;
}

export interface DeletedContact {
  /** Contact id. */
  id: string;
  /** Phone number in E.164 form, such as `+14155551234`. In a path the `+` may be literal or `%2B`. */
  phone_e164: string;
}

/** A contact as it was stored */
export interface SavedContact extends Contact {
  /** What looks odd but was accepted, such as a number that its country cannot have. */
  warnings: string[];
}
