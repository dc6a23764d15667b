import { z } from 'zod';
import { event, operation, rawOperation } from '../operation.ts';
import { pageInput, pageOf } from '../page.ts';
import { Instant } from '../time.ts';
import { ConsentState } from './contacts.contract.ts';

/** How a file's columns become fields. */
export const ImportMapping = z
  .record(z.string().max(200), z.string().max(64).nullable())
  .describe(
    'Column name to field: `phone_e164`, `consent_state`, `time_zone`, or the attribute to fill; null leaves a column out. Columns not named keep their own name',
  );

/** Where an import stands. */
export const ImportStatus = z
  .enum(['queued', 'running', 'completed', 'failed', 'cancelled'])
  .describe('queued → running → completed, failed or cancelled')
  .meta({ id: 'ContactImportStatus' });

const RowError = z
  .object({
    row: z.int().describe('Row of the file, from 1, without the header'),
    field: z.string().nullable().describe('The column at fault; null for the whole row'),
    reason: z.string().describe('What is wrong with it'),
  })
  .meta({ id: 'ContactImportRowError' });

/** One import of a file of contacts. */
export const ContactImport = z
  .object({
    id: z.uuid().describe('Import id'),
    job_id: z.uuid().nullable().describe('The job that reports progress'),
    status: ImportStatus,
    format: z.enum(['csv', 'json']).describe('`json` is an array of objects or one object a line'),
    file_name: z.string().nullable().describe('Name of the file, as sent'),
    bytes: z.int().describe('Size of the file in bytes'),
    sha256: z.string().describe('Digest of the file, hexadecimal'),
    mapping: ImportMapping,
    default_consent_state: ConsentState.nullable().describe('For rows that state none'),
    processed: z.int().describe('Rows read so far: created + updated + errors'),
    created: z.int().describe('Contacts added'),
    updated: z.int().describe('Contacts that existed; a number that repeats inside the file counts here'),
    errors: z.int().describe('Rows left out, each with a reason in `errors.csv`'),
    suppressed: z.int().describe('Rows whose opt-in was not taken over: the number asked to stop, or was deleted'),
    validation_errors: z.array(RowError).describe('The first 20 row errors'),
    error: z.string().nullable().describe('Why the import failed'),
    created_at: Instant,
    started_at: Instant.nullable(),
    completed_at: Instant.nullable(),
  })
  .meta({ id: 'ContactImport', description: 'One import of a file of contacts' });

const byId = z.object({ import_id: z.uuid().describe('Import id') });

/** Imports of contact files: CSV, a JSON array or JSON lines. */
export const contactImports = {
  create: rawOperation({
    kind: 'raw',
    rest: 'POST /messaging/contact-imports',
    status: 202,
    summary: 'Import a file of contacts',
    description:
      'Send `multipart/form-data` with a part `file` and, if wanted, the fields `mapping` (a JSON object), `default_consent_state` and `evidence`; or the file itself as the body with those as query parameters. ' +
      'CSV is UTF-8 (or UTF-16 with a byte order mark) with a header line, separated by comma, semicolon, tab or |; JSON is an array of objects or one object a line. ' +
      'The file is stored first and processed in the background; follow `job_id` or this record. A row whose number exists updates that contact. An import never turns STOP into OPT_IN.',
    scope: 'messaging:write',
    limit: 'upload',
    params: z.object({
      mapping: z
        .string()
        .max(20_000)
        .optional()
        .describe('JSON object: column name to field, see `ContactImport.mapping`'),
      default_consent_state: ConsentState.optional().describe(
        'For rows that state none; OPT_OUT for new contacts when omitted',
      ),
      evidence: z
        .string()
        .max(500)
        .optional()
        .describe('What shows that these people agreed, such as `store sign-up sheet, May`'),
      file_name: z.string().max(255).optional().describe('Name to show, when the body is the file itself'),
    }),
    consumes: [
      'multipart/form-data',
      'text/csv',
      'application/json',
      'application/x-ndjson',
      'application/octet-stream',
    ],
    produces: ['application/json'],
    output: ContactImport,
    errors: ['payload_too_large', 'malformed', 'validation_failed', 'unsupported_media_type', 'unavailable'],
    documented: ['messaging POST /api/v1/users/bulk/upload'],
  }),
  get: operation({
    kind: 'query',
    rest: 'GET /messaging/contact-imports/{import_id}',
    summary: 'Get an import and how far it is',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: byId,
    output: ContactImport,
    errors: ['not_found'],
  }),
  list: operation({
    kind: 'query',
    rest: 'GET /messaging/contact-imports',
    summary: 'List imports, newest first',
    scope: 'messaging:read',
    tx: 'read',
    limit: 'default',
    input: z.object({ ...pageInput, status: ImportStatus.optional().describe('Only imports that stand so') }),
    output: pageOf(ContactImport, 'ContactImportPage'),
  }),
  cancel: operation({
    kind: 'mutation',
    rest: 'POST /messaging/contact-imports/{import_id}/cancel',
    summary: 'Stop an import',
    description: 'Rows already imported stay, and are counted. Cancelling a cancelled import answers it again.',
    scope: 'messaging:write',
    tx: 'write',
    limit: 'default',
    idempotent: 'natural',
    input: byId,
    output: ContactImport,
    errors: ['not_found', 'conflict'],
  }),
  errors: rawOperation({
    kind: 'raw',
    rest: 'GET /messaging/contact-imports/{import_id}/errors.csv',
    summary: 'Download every row that was left out, as CSV',
    description:
      'Columns `row`, `field`, `reason`. Cells that a spreadsheet would run as a formula begin with an apostrophe.',
    scope: 'messaging:read',
    limit: 'default',
    params: byId,
    produces: ['text/csv'],
    errors: ['not_found'],
  }),
};

/** What happens to imports. */
export const contactImportsEvents = {
  completed: event({
    name: 'messaging.contactImports.completed',
    scope: 'messaging:read',
    summary: 'An import ended: `completed`, `failed` or `cancelled`',
    data: z.object({
      import_id: z.uuid(),
      status: ImportStatus,
      processed: z.int(),
      created: z.int(),
      updated: z.int(),
      errors: z.int(),
    }),
  }),
};
