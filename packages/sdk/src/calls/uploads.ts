import type { Exchange, OutgoingBody } from '../http/exchange.ts';
import { newKey, textFields } from '../http/request-parts.ts';
import type { TimeLimit } from '../http/time-limit.ts';
import type { UploadOptions, UploadSource } from './resource.ts';

type UploadBody = Pick<Exchange<unknown>, 'isBodySpent'> & Required<Pick<Exchange<unknown>, 'body'>>;

/** A file as a form, made anew for every attempt from a source that can be read again. */
export function uploadBody(source: UploadSource, fields: object, { fileName, onProgress }: UploadOptions): UploadBody {
  let isSpent = false;
  return {
    async body({ signal, touch }) {
      const file = await openSource(source);
      isSpent = source instanceof ReadableStream;
      const form = formAround(textFields(fields), fileName ?? file.name, file.type);
      const report = (sent: number) => {
        touch();
        onProgress?.({ sent, total: file.size });
      };
      report(0);
      const bounds = { signal, report };
      const content = cannotStream() ? await blobOf(form, file, bounds) : streamOf(form, file, bounds);
      return { content, contentType: `multipart/form-data; boundary=${form.boundary}` } satisfies OutgoingBody;
    },
    isBodySpent: () => isSpent,
  };
}

/** A file that can be read now. */
interface OpenFile {
  readonly name: string;
  readonly type: string;
  /** In bytes; null for a stream. */
  readonly size: number | null;
  readonly content: Blob | ReadableStream<Uint8Array>;
}

async function openSource(source: UploadSource): Promise<OpenFile> {
  if (typeof source === 'string') return await openPath(source);
  if (source instanceof Blob) {
    return {
      name: 'name' in source ? String(source.name) : 'file',
      type: source.type,
      size: source.size,
      content: source,
    };
  }
  if (source.locked) throw new TypeError('The stream to upload is being read already.');
  return { name: 'file', type: '', size: null, content: source };
}

// Bundlers for browsers must not look for it: a path names nothing there.
async function openPath(path: string): Promise<OpenFile> {
  const name = 'node:fs/promises';
  const files = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as typeof import('node:fs/promises');
  const { size } = await files.stat(path);
  async function* content(): AsyncGenerator<Uint8Array> {
    // Opened when the connection asks for it, so that none stays open when that fails.
    const handle = await files.open(path);
    yield* handle.createReadStream();
  }
  return { name: path.split(/[/\\]/).at(-1) ?? 'file', type: '', size, content: streamFrom(content()) };
}

interface Form {
  readonly boundary: string;
  readonly head: Uint8Array<ArrayBuffer>;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/** What stands around a file in `multipart/form-data` (RFC 7578): the fields first, so that the server knows them in time. */
function formAround(fields: ReturnType<typeof textFields>, fileName: string, type: string): Form {
  const boundary = `marquee-${newKey()}`;
  const part = (disposition: string) => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}`;
  const head =
    fields.map(([name, text]) => `${part(`name="${quoted(name)}"`)}\r\n\r\n${text}\r\n`).join('') +
    `${part(`name="file"; filename="${quoted(fileName)}"`)}\r\ncontent-type: ${type || 'application/octet-stream'}\r\n\r\n`;
  const encoder = new TextEncoder();
  return { boundary, head: encoder.encode(head), tail: encoder.encode(`\r\n--${boundary}--\r\n`) };
}

// As the HTML standard escapes names in forms.
function quoted(text: string): string {
  return text.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

interface Bounds extends Pick<TimeLimit, 'signal'> {
  readonly report: (sent: number) => void;
}

/** Browsers stream bodies over HTTP/2 only, some not at all; they send a blob, which need not be in memory either. */
function cannotStream(): boolean {
  return 'document' in globalThis || 'importScripts' in globalThis;
}

async function blobOf({ head, tail }: Form, file: OpenFile, bounds: Bounds): Promise<Blob> {
  const content = file.content instanceof Blob ? file.content : new Blob(await collected(file.content, bounds));
  // The browser does not say how far it is.
  bounds.report(content.size);
  return new Blob([head, content, tail]);
}

function streamOf({ head, tail }: Form, { content }: OpenFile, bounds: Bounds): ReadableStream<Uint8Array> {
  async function* chunks() {
    yield head;
    let sent = 0;
    for await (const chunk of chunksOf(content instanceof Blob ? content.stream() : content, bounds)) {
      yield chunk;
      // Taken: the connection has asked for more.
      bounds.report((sent += chunk.byteLength));
    }
    yield tail;
  }
  return streamFrom(chunks());
}

function streamFrom(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

// Node's fetch reads a body to its end even when the call is aborted; the pipe lets go of the source at once.
async function* chunksOf(stream: ReadableStream<Uint8Array>, { signal }: Bounds): AsyncGenerator<Uint8Array> {
  const reader = stream.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function collected(stream: ReadableStream<Uint8Array>, bounds: Bounds): Promise<Uint8Array<ArrayBuffer>[]> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunksOf(stream, bounds)) all.push(new Uint8Array(chunk));
  return all;
}
