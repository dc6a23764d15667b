import { ConnectionError } from '../http/errors.ts';
import { failureOf } from '../http/exchange.ts';
import type { TimeLimit } from '../http/time-limit.ts';
import type { Download } from './resource.ts';

/**
 * A file as it comes. The limit is of the time in which nothing moves, and ends with the file. A cut file is told from a
 * whole one by the connection, which fails, and by its length where the server said it.
 */
export function downloadOf(response: Response, limit: TimeLimit): Download {
  const { headers } = response;
  // What is encoded on the way is longer or shorter there.
  const length = headers.get('content-encoding') === null ? headers.get('content-length') : null;
  const size = length === null ? null : Number(length);
  const body = watched(response.body ?? emptyBody(), { size, limit });
  return {
    body,
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    fileName: fileNameIn(headers.get('content-disposition') ?? ''),
    size,
    text: () => new Response(body).text(),
  };
}

interface Watch {
  readonly size: number | null;
  readonly limit: TimeLimit;
}

function watched(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { size, limit }: Watch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let seen = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        limit.touch();
        try {
          const { done, value } = await reader.read();
          if (!done) {
            // A reader that takes its time is not a connection that stands still.
            limit.rest();
            seen += value.byteLength;
            return controller.enqueue(value);
          }
          if (size !== null && seen !== size)
            throw new ConnectionError(`The file ended after ${seen} of ${size} bytes`);
          controller.close();
          limit.end();
        } catch (cause) {
          limit.end();
          throw failureOf(limit, cause);
        }
      },
      async cancel(reason) {
        limit.end();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function emptyBody(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

function fileNameIn(disposition: string): string | null {
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decoded(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
