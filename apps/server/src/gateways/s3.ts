import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { checkedKey, FileMissing, FileStoreUnavailable, type FileStore } from '../lib/files.ts';

/** A bucket of Amazon S3 or of a server that speaks its protocol. */
export interface S3Settings {
  readonly bucket: string;
  /** Null means Amazon S3 itself. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Null means what the machine has: `AWS_*` variables, a profile, an instance's or a container's role. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** Before every key; empty or without a slash at its ends. */
  readonly prefix: string;
}

/** A bucket in use. */
export interface S3FileStore extends FileStore, Disposable {
  /**
   * Writes, reads and removes a file: all that will be asked of the bucket.
   *
   * @throws when the bucket cannot be used, with the reason and what to change
   */
  probe(key: string): Promise<void>;
}

/** What one request carries, either way. A file being written holds twice as much in memory, one being read once. */
const partBytes = 8 * 1024 * 1024;

/** Keeps files in a bucket. The vendor's library is loaded here, so that who keeps them in a folder never loads it. */
export async function s3FileStore(settings: S3Settings): Promise<S3FileStore> {
  const [s3, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client = clientOf(s3.S3Client, settings);
  const prefix = settings.prefix === '' ? '' : `${settings.prefix}/`;
  const objectOf = (key: string) => ({ Bucket: settings.bucket, Key: prefix + checkedKey(key) });

  const store: FileStore = {
    async write(key, body) {
      const counted = countedBody(body);
      const params = { ...objectOf(key), Body: Readable.from(counted.chunks()) };
      // An object appears when its last part is there; parts of one that never does are deleted.
      const upload = new Upload({ client, params, partSize: partBytes, queueSize: 2, leavePartsOnError: false });
      try {
        await upload.done();
      } catch (error) {
        counted.rethrow();
        throw unavailable(error);
      }
      return counted.written();
    },
    read(key) {
      const object = objectOf(key);
      return contentOf(key, (range) => client.send(new s3.GetObjectCommand({ ...object, ...range })));
    },
    async remove(key) {
      await client.send(new s3.DeleteObjectCommand(objectOf(key))).catch((error: unknown) => {
        throw unavailable(error);
      });
    },
  };
  return {
    ...store,
    probe: async (key) => await probe(store, settings, key),
    [Symbol.dispose]: () => client.destroy(),
  };
}

function clientOf(Client: typeof S3Client, { endpoint, region, credentials }: S3Settings): S3Client {
  return new Client({
    region,
    // Names of buckets before the host need DNS of their own, which only the big providers have.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === null ? {} : { credentials }),
    // Many compatible servers refuse the checksums that the library would send by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5000, socketTimeout: 60_000 },
  });
}

/** A body that is measured as it passes. When it breaks off, its own error is the one to tell. */
function countedBody(body: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  let failure: { readonly error: Error } | null = null;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    } catch (error) {
      failure = { error: error instanceof Error ? error : new Error('the body broke off', { cause: error }) };
      throw error;
    }
  }
  return {
    chunks,
    rethrow() {
      if (failure !== null) throw failure.error;
    },
    written: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}

interface Range {
  readonly Range: string;
  readonly IfMatch?: string;
}

/**
 * A part a request: a reader may take minutes between two reads, as imports do, and no connection would be kept for it that long.
 */
async function* contentOf(
  key: string,
  get: (range: Range) => Promise<GetObjectCommandOutput>,
): AsyncGenerator<Uint8Array> {
  let match: { readonly IfMatch?: string } = {};
  for (let from = 0, total = 1; from < total;) {
    const part = await partOf(key, get, { Range: `bytes=${from}-${from + partBytes - 1}`, ...match });
    if (part === null) return;
    yield part.bytes;
    from += part.bytes.byteLength;
    total = part.total;
    // Another file of the same key must not be read on from the middle of this one.
    match = part.etag === undefined ? {} : { IfMatch: part.etag };
  }
}

async function partOf(key: string, get: (range: Range) => Promise<GetObjectCommandOutput>, range: Range) {
  try {
    const { Body: body, ContentRange: answered, ETag: etag } = await get(range);
    const bytes = (await body?.transformToByteArray()) ?? new Uint8Array();
    const total = Number(/\/(\d+)$/.exec(answered ?? '')?.[1] ?? bytes.byteLength);
    return bytes.byteLength === 0 ? null : { bytes, total, etag };
  } catch (error) {
    // No range of an empty object can be satisfied.
    if (statusOf(error) === 416) return null;
    if (statusOf(error) === 404) throw new FileMissing(`there is no file ${key}`, { cause: error });
    throw unavailable(error);
  }
}

async function probe(store: FileStore, settings: S3Settings, key: string): Promise<void> {
  try {
    await store.write(key, Readable.from([Buffer.from('Marquee can write here.\n')]));
    for await (const _chunk of store.read(key)) continue;
    await store.remove(key);
  } catch (error) {
    const where = settings.endpoint ?? `Amazon S3 in ${settings.region}`;
    const why = error instanceof FileStoreUnavailable ? whyUnusable(error.cause) : String(error);
    throw new Error(`Files cannot be kept in the bucket ${settings.bucket} at ${where}: ${why}.`, { cause: error });
  }
}

function whyUnusable(cause: unknown): string {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  if (name === 'CredentialsProviderError') {
    return 'the machine has no credentials; give MARQUEE_S3_ACCESS_KEY_ID and MARQUEE_S3_SECRET_ACCESS_KEY';
  }
  if (name === 'NoSuchBucket') return 'there is no such bucket; make it, or correct MARQUEE_S3_BUCKET';
  switch (statusOf(cause)) {
    case 403:
      return `the credentials are refused (${name}); they need to put, get and delete objects under MARQUEE_S3_PREFIX`;
    case 301:
    case 307:
      return `it is in another region (${name}); correct MARQUEE_S3_REGION`;
    default:
      return `${name}, ${message}`;
  }
}

function unavailable(cause: unknown): FileStoreUnavailable {
  return new FileStoreUnavailable('the bucket that files are kept in did not do what it was asked', { cause });
}

/** The HTTP status of a failure that the store answered; undefined when it did not answer. */
function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return (metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode; // as the library's exceptions have it
}
