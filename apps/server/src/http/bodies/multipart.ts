import { ApiError } from '@marquee/api/errors';
import type { RawRequest } from '@marquee/api/operation';
import busboy from 'busboy';
import { Readable } from 'node:stream';

/** One part of a multipart body, in the order sent. A file's content streams; it must be read (or left) before the next part. */
export type Part =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly fileName: string | null;
      readonly mediaType: string;
      readonly content: AsyncIterable<Uint8Array>;
    };

/** How much of a multipart body is taken. */
export interface MultipartLimits {
  readonly fileBytesMax: number;
  readonly filesMax?: number;
  readonly fieldBytesMax?: number;
}

/**
 * The parts of a multipart body as they arrive, without holding a file in memory.
 *
 * @throws {ApiError} `malformed` when the body is not multipart or ends early
 * @throws {ApiError} `payload_too_large` while reading a file that passes `fileBytesMax`, or on too many parts
 */
export async function* readMultipart(request: RawRequest<unknown>, limits: MultipartLimits): AsyncGenerator<Part> {
  const parser = openParser(request, limits);
  const parts = new Mailbox<Part>();
  parser.on('field', (name, value, info) => {
    if (info.valueTruncated) parts.fail(tooLarge(`The field ${name} is too long`));
    else parts.put({ kind: 'field', name, value });
  });
  parser.on('file', (name, stream, info) => {
    parts.put({
      kind: 'file',
      name,
      fileName: info.filename ?? null,
      mediaType: info.mimeType,
      content: contentOf(stream, limits.fileBytesMax),
    });
  });
  for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
    parser.on(event, () => parts.fail(tooLarge('The body has too many parts')));
  }
  parser.on('error', (cause) =>
    parts.fail(new ApiError('malformed', 'The multipart body is broken or ends early', { cause })),
  );
  parser.on('close', () => parts.end());
  const source = Readable.from(request.body, { objectMode: false });
  source.on('error', (cause) => parts.fail(cause));
  source.pipe(parser);
  try {
    for await (const part of parts) {
      yield part;
      // A file nobody read would hold the whole body back.
      if (part.kind === 'file') await drain(part.content);
    }
  } finally {
    source.unpipe(parser);
    source.destroy();
    parser.destroy();
  }
}

function openParser(request: RawRequest<unknown>, limits: MultipartLimits): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      defParamCharset: 'utf8',
      limits: {
        fileSize: limits.fileBytesMax,
        files: limits.filesMax ?? 1,
        fieldSize: limits.fieldBytesMax ?? 64 * 1024,
        fields: 50,
        parts: 60,
      },
    });
  } catch (cause) {
    throw new ApiError('malformed', 'Send multipart/form-data with a boundary', { cause });
  }
}

const drained = new WeakSet<AsyncIterable<Uint8Array>>();

function contentOf(stream: Readable & { truncated?: boolean }, bytesMax: number): AsyncIterable<Uint8Array> {
  // A stream nobody listens to yet would throw its error out of the process.
  stream.on('error', () => undefined);
  async function* read(): AsyncGenerator<Uint8Array> {
    drained.add(content);
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk;
    if (stream.truncated === true) throw tooLarge(`The file is larger than ${bytesMax} bytes`);
  }
  const content = { [Symbol.asyncIterator]: read, rest: () => stream.resume() };
  return content;
}

async function drain(content: AsyncIterable<Uint8Array>): Promise<void> {
  if (!drained.has(content)) {
    for await (const _chunk of content);
  } else if ('rest' in content && typeof content.rest === 'function') {
    content.rest();
  }
}

function tooLarge(detail: string): ApiError {
  return new ApiError('payload_too_large', detail);
}

/** Hands what a parser pushes to one reader that pulls. */
class Mailbox<T> {
  private readonly waiting: T[] = [];
  private outcome: { readonly error?: unknown } | null = null;
  private wake: () => void = () => undefined;

  put(item: T): void {
    this.waiting.push(item);
    this.wake();
  }

  fail(error: unknown): void {
    this.outcome ??= { error };
    this.wake();
  }

  end(): void {
    this.outcome ??= {};
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    while (true) {
      const item = this.waiting.shift();
      if (item !== undefined) yield item;
      else if (this.outcome === null) await new Promise<void>((resolve) => (this.wake = resolve));
      else if ('error' in this.outcome) throw this.outcome.error;
      else return;
    }
  }
}
