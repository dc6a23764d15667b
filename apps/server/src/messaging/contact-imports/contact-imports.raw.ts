import { ApiError } from '@marquee/api/errors';
import { ImportMapping, type contactImports } from '@marquee/api/messaging/contact-imports.contract';
import { AttributeName, ConsentState } from '@marquee/api/messaging/contacts.contract';
import type { RawRequest } from '@marquee/api/operation';
import { z } from 'zod';
import { readMultipart } from '../../http/bodies/multipart.ts';
import type { Implements, Inside, Outside } from '../../kernel/context.ts';
import { parseInput } from '../../kernel/parse.ts';
import { csvLine } from '../../lib/csv.ts';
import { FileStoreUnavailable, type FileStore, type WrittenFile } from '../../lib/files.ts';
import { formatOf } from './contact-import-file.ts';
import { importAnswer } from './contact-imports.answer.ts';
import {
  importById,
  importErrors,
  importWorkflowId,
  insertImport,
  registerImportFile,
  type ImportErrorRow,
} from './contact-imports.store.ts';

/** What imports are stored with. */
export interface ContactImportsDeps {
  readonly files: FileStore;
  /** Largest file in bytes; 200 MB when omitted. */
  readonly importBytesMax?: number;
}

type Service = Implements<typeof contactImports>;

const keepFileDays = 30;

/** Stores the file, whole and synced, then promises its import: what was accepted survives any crash. */
export const createImport =
  ({ files, importBytesMax = 200_000_000 }: ContactImportsDeps): Service['create'] =>
  async (request, ctx) => {
    const id = ctx.newId();
    const key = `contact-imports/${ctx.caller.workspaceId}/${id}`;
    try {
      const upload = await receive(request, { files, key, bytesMax: importBytesMax });
      const options = parseOptions(upload.fields);
      const answer = await ctx.write((inside) => promiseImport(inside, { id, key, upload, options }));
      const location = `/api/v1/messaging/contact-imports/${id}`;
      return { status: 202, headers: { 'content-type': 'application/json', location }, body: JSON.stringify(answer) };
    } catch (error) {
      // What remains of a refused upload is nobody's; that it cannot be removed must not hide why it was refused.
      await files.remove(key).catch((left: unknown) => ctx.log.warn({ err: left, key }, 'a file is left over'));
      if (!(error instanceof FileStoreUnavailable)) throw error;
      ctx.log.error({ err: error }, 'a file could not be stored');
      return ctx.fail('unavailable', 'Files cannot be stored at present; send the file again.', {
        retryAfterSeconds: 30,
      });
    }
  };

/** Streams the errors of an import; each page is a transaction of its own, none is held over the client's socket. */
export const downloadErrors: Service['errors'] = async ({ params }, ctx) => {
  const { import_id } = params;
  const found = await ctx.read(({ db, caller }) => importById(db, caller.workspaceId, import_id));
  if (found === undefined) ctx.fail('not_found', 'No import has this id.');
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="contact-import-${import_id}-errors.csv"`,
  };
  return { status: 200, headers, body: errorLines(import_id, ctx) };
};

async function* errorLines(importId: string, ctx: Outside): AsyncGenerator<string> {
  const limit = 2000;
  yield csvLine(['row', 'field', 'reason']);
  for (let after: ImportErrorRow | undefined; ;) {
    const rows = await ctx.read(({ db, caller }) => importErrors(db, caller.workspaceId, { importId, after, limit }));
    if (rows.length > 0) yield rows.map(({ row, field, reason }) => csvLine([row, field, reason])).join('');
    if (rows.length < limit) return;
    after = rows.at(-1);
  }
}

interface Upload {
  readonly file: WrittenFile;
  readonly fileName: string | null;
  readonly format: 'csv' | 'json';
  readonly fields: Readonly<Record<string, string | undefined>>;
}

interface Target {
  readonly files: FileStore;
  readonly key: string;
  readonly bytesMax: number;
}

async function receive(
  request: RawRequest<Readonly<Record<string, string | undefined>>>,
  target: Target,
): Promise<Upload> {
  const { params } = request;
  const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true;
  const upload = isForm
    ? await receiveForm(request, target)
    : { ...(await store(request.body, target, params['file_name'] ?? null)), fields: {} };
  if (upload.file.bytes === 0) throw invalid('/file', 'The file is empty.');
  return { ...upload, fields: { ...params, ...upload.fields } };
}

async function receiveForm(request: RawRequest<object>, target: Target): Promise<Upload> {
  const fields: Record<string, string> = {};
  let upload: Omit<Upload, 'fields'> | null = null;
  for await (const part of readMultipart(request, { fileBytesMax: target.bytesMax })) {
    if (part.kind === 'field') fields[part.name] = part.value;
    else if (part.name === 'file') upload = await store(part.content, target, part.fileName);
    else throw invalid(`/${part.name}`, 'Send the contacts as the part named `file`.');
  }
  if (upload === null) throw invalid('/file', 'The part named `file` is missing.');
  return { ...upload, fields };
}

async function store(
  body: AsyncIterable<Uint8Array>,
  target: Target,
  fileName: string | null,
): Promise<Omit<Upload, 'fields'>> {
  const seen = { head: new Uint8Array(), bytes: 0 };
  async function* bounded() {
    for await (const chunk of body) {
      seen.bytes += chunk.byteLength;
      if (seen.bytes > target.bytesMax) {
        throw new ApiError('payload_too_large', `The file is larger than ${target.bytesMax} bytes; split it.`);
      }
      if (seen.head.length < 64) seen.head = Buffer.concat([seen.head, chunk.subarray(0, 1024)]);
      yield chunk;
    }
  }
  const file = await target.files.write(target.key, bounded());
  return { file, fileName: fileName === null ? null : fileName.slice(0, 255), format: formatOf(seen.head) };
}

const Options = z.object({
  mapping: ImportMapping.default({}).refine(
    (mapping) => Object.values(mapping).every((field) => field === null || isField(field)),
    'A column can fill phone_e164, consent_state, time_zone, an attribute, or nothing (null)',
  ),
  default_consent_state: ConsentState.optional(),
  evidence: z.string().max(500).optional(),
});

function isField(name: string): boolean {
  return ['phone_e164', 'consent_state', 'time_zone'].includes(name) || AttributeName.safeParse(name).success;
}

function parseOptions(fields: Upload['fields']): z.output<typeof Options> {
  const mapping =
    fields['mapping'] === undefined || fields['mapping'] === '' ? undefined : parsedMapping(fields['mapping']);
  return parseInput(Options, {
    mapping,
    default_consent_state: fields['default_consent_state'] || undefined,
    evidence: fields['evidence'] || undefined,
  });
}

function parsedMapping(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('/mapping', 'This is not a JSON object.');
  }
}

interface Promised {
  readonly id: string;
  readonly key: string;
  readonly upload: Upload;
  readonly options: z.output<typeof Options>;
}

async function promiseImport(ctx: Inside, { id, key, upload, options }: Promised) {
  const { workspaceId } = ctx.caller;
  const at = ctx.now();
  const workflowId = importWorkflowId(id);
  const jobId = await ctx.job({ kind: 'contact_import', recordId: id, workflowId });
  const actor = ctx.caller.apiKeyId === null ? `user:${ctx.caller.userId}` : `api_key:${ctx.caller.apiKeyId}`;
  const row = {
    ...{
      id,
      job_id: jobId,
      status: 'queued' as const,
      format: upload.format,
      file_key: key,
      file_name: upload.fileName,
    },
    ...{ bytes: upload.file.bytes, sha256: upload.file.sha256, mapping: options.mapping },
    default_consent_state: options.default_consent_state ?? null,
    evidence: {
      attested_by: actor,
      ...(options.evidence === undefined ? { flagged: true } : { given: { source: options.evidence } }),
    },
    ...{ processed: 0, created: 0, updated: 0, errors: 0, suppressed: 0, error: null },
    ...{ created_at: at.toISOString(), started_at: null, completed_at: null },
  };
  await insertImport(ctx.db, workspaceId, row);
  const expiresAt = new Date(at.getTime() + keepFileDays * 86_400_000).toISOString();
  await registerImportFile(ctx.db, workspaceId, {
    id: ctx.newId(),
    key,
    ...upload.file,
    at: row.created_at,
    expiresAt,
  });
  await ctx.start({ workflow: 'contactImport', workflowId, args: [{ workspaceId, importId: id, jobId }] });
  return importAnswer(row, []);
}

function invalid(pointer: string, detail: string): ApiError {
  return new ApiError('validation_failed', detail, { errors: [{ pointer, code: 'invalid', detail }] });
}
