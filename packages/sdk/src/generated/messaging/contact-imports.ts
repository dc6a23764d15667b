// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type {
  ApiPromise,
  Download,
  PagePromise,
  RequestOptions,
  UploadOptions,
  UploadSource,
} from '../../calls/resource.ts';
import type { ConsentState } from './schemas.ts';
import type { PageParams } from '../schemas.ts';

/** `marquee.messaging.contactImports`: list, get, create, cancel, errors. */
export class ContactImports extends Resource {
  /**
   * List imports, newest first.
   *
   * @example
   * for await (const contactImport of marquee.messaging.contactImports.list()) console.log(contactImport);
   */
  list(params?: ContactImportListParams, options?: RequestOptions): PagePromise<ContactImport> {
    return this.client.page('GET /messaging/contact-imports', { query: params }, options);
  }

  /**
   * Get an import and how far it is.
   *
   * @throws {NotFoundError}
   * @example
   * const contactImport = await marquee.messaging.contactImports.get(import_id);
   */
  get(import_id: string, options?: RequestOptions): ApiPromise<ContactImport> {
    return this.client.call('GET /messaging/contact-imports/{import_id}', { path: [import_id] }, options);
  }

  /**
   * Import a file of contacts.
   *
   * Send `multipart/form-data` with a part `file` and, if wanted, the fields `mapping` (a JSON object),
   * `default_consent_state` and `evidence`; or the file itself as the body with those as query parameters. CSV is
   * UTF-8 (or UTF-16 with a byte order mark) with a header line, separated by comma, semicolon, tab or |; JSON is
   * an array of objects or one object a line. The file is stored first and processed in the background; follow
   * `job_id` or this record. A row whose number exists updates that contact. An import never turns STOP into
   * OPT_IN.
   *
   * @throws {PayloadTooLargeError}
   * @throws {UnsupportedMediaTypeError}
   * @example
   * const contactImport = await marquee.messaging.contactImports.create('contacts.csv');
   */
  create(file: UploadSource, params?: ContactImportCreateParams, options?: UploadOptions): ApiPromise<ContactImport> {
    return this.client.upload('POST /messaging/contact-imports', { query: params, file, once: true }, options);
  }

  /**
   * Stop an import.
   *
   * Rows already imported stay, and are counted. Cancelling a cancelled import answers it again.
   *
   * @throws {ConflictError}
   * @throws {NotFoundError}
   * @example
   * const contactImport = await marquee.messaging.contactImports.cancel(import_id);
   */
  cancel(import_id: string, options?: RequestOptions): ApiPromise<ContactImport> {
    return this.client.call('POST /messaging/contact-imports/{import_id}/cancel', { path: [import_id] }, options);
  }

  /**
   * Download every row that was left out, as CSV.
   *
   * Columns `row`, `field`, `reason`. Cells that a spreadsheet would run as a formula begin with an apostrophe.
   *
   * @throws {NotFoundError}
   * @example
   * const download = await marquee.messaging.contactImports.errors(import_id);
   */
  errors(import_id: string, options?: RequestOptions): ApiPromise<Download> {
    return this.client.download(
      'GET /messaging/contact-imports/{import_id}/errors.csv',
      { path: [import_id] },
      options,
    );
  }
}

/** One import of a file of contacts */
export interface ContactImport {
  /** Import id. */
  id: string;
  /** The job that reports progress. */
  job_id: string | null;
  status: ContactImportStatus;
  /** `json` is an array of objects or one object a line. */
  format: 'csv' | 'json' | (string & {});
  /** Name of the file, as sent. */
  file_name: string | null;
  /** Size of the file in bytes. */
  bytes: number;
  /** Digest of the file, hexadecimal. */
  sha256: string;
  /**
   * Column name to field: `phone_e164`, `consent_state`, `time_zone`, or the attribute to fill; null leaves a
   * column out. Columns not named keep their own name.
   */
  mapping: Record<string, string | null>;
  /** For rows that state none. */
  default_consent_state: ConsentState | null;
  /** Rows read so far: created + updated + errors. */
  processed: number;
  /** Contacts added. */
  created: number;
  /** Contacts that existed; a number that repeats inside the file counts here. */
  updated: number;
  /** Rows left out, each with a reason in `errors.csv`. */
  errors: number;
  /** Rows whose opt-in was not taken over: the number asked to stop, or was deleted. */
  suppressed: number;
  /** The first 20 row errors. */
  validation_errors: ContactImportRowError[];
  /** Why the import failed. */
  error: string | null;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
  /** Instant in UTC, ISO 8601. */
  started_at: string | null;
  /** Instant in UTC, ISO 8601. */
  completed_at: string | null;
}

export interface ContactImportCreateParams {
  /** JSON object: column name to field, see `ContactImport.mapping`. At most 20000 characters. */
  mapping?: string | undefined;
  /** For rows that state none; OPT_OUT for new contacts when omitted. */
  default_consent_state?: ConsentState | undefined;
  /** What shows that these people agreed, such as `store sign-up sheet, May`. At most 500 characters. */
  evidence?: string | undefined;
  /** Name to show, when the body is the file itself. At most 255 characters. */
  file_name?: string | undefined;
}

export interface ContactImportListParams extends PageParams {
  /** Only imports that stand so. */
  status?: ContactImportStatus | undefined;
}

export interface ContactImportRowError {
  /** Row of the file, from 1, without the header. */
  row: number;
  /** The column at fault; null for the whole row. */
  field: string | null;
  /** What is wrong with it. */
  reason: string;
}

/** queued → running → completed, failed or cancelled */
export type ContactImportStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | (string & {});
