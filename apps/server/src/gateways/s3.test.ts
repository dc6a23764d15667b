import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileStoreUnavailable } from '../lib/files.ts';
import { behavesAsFileStore } from '../testing/file-store-suite.ts';
import { hasObjectStore, startObjectStore, type ObjectStore } from '../testing/object-store.ts';
import { s3FileStore, type S3FileStore, type S3Settings } from './s3.ts';

describe.skipIf(!hasObjectStore())('files in a bucket', () => {
  let server: ObjectStore;
  let settings: S3Settings;
  let files: S3FileStore;
  let operator: S3Client;
  beforeAll(async () => {
    server = await startObjectStore();
    settings = await server.newBucket();
    files = await s3FileStore(settings);
    const { endpoint, region, credentials } = settings;
    operator = new S3Client({
      endpoint: endpoint ?? '',
      region,
      forcePathStyle: true,
      ...(credentials && { credentials }),
    });
  });
  afterAll(async () => {
    operator.destroy();
    files[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const keys = async () => {
    const { Contents: objects = [] } = await operator.send(new ListObjectsV2Command({ Bucket: settings.bucket }));
    return objects.map(({ Key: key }) => key);
  };

  behavesAsFileStore(() => files);

  test('every key stands under the prefix', async () => {
    await files.write('kept', one('x'));

    expect(await keys()).toContain('marquee/kept');
    expect((await keys()).every((key) => key?.startsWith('marquee/'))).toBe(true);
  });

  test('a body that breaks off leaves no parts that would be paid for', async () => {
    const broken = (async function* () {
      for (let part = 0; part < 300; part += 1) yield Buffer.alloc(65_536);
      throw new Error('client went away');
    })();

    await expect(files.write('broken', broken)).rejects.toThrow('client went away');

    const { Uploads: uploads = [] } = await operator.send(new ListMultipartUploadsCommand({ Bucket: settings.bucket }));
    expect(uploads).toEqual([]);
    expect(await keys()).not.toContain('marquee/broken');
  });

  test('the probe leaves nothing behind', async () => {
    await files.probe('start-up/p1');

    expect(await keys()).not.toContain('marquee/start-up/p1');
  });

  test.each([
    ['a bucket that is not there', { bucket: 'nobody-has-this' }, 'there is no such bucket'],
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'marquee-tests', secretAccessKey: 'wrong' } },
      'the credentials are refused (SignatureDoesNotMatch)',
    ],
    // Amazon refuses such a key by 403, others in words of their own, which are passed on.
    ['an unknown key', { credentials: { accessKeyId: 'nobody', secretAccessKey: 'x' } }, 'access key'],
    ['an address where nothing is', { endpoint: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('the probe says what is wrong with %s', async (_, wrong, why) => {
    using unusable = await s3FileStore({ ...settings, ...wrong });

    await expect(unusable.probe('start-up/p2')).rejects.toThrow(why);
    await expect(unusable.write('x', one('x'))).rejects.toThrow(FileStoreUnavailable);
    await expect(unusable.remove('x')).rejects.toThrow(FileStoreUnavailable);
  });
});

async function* one(text: string) {
  yield Buffer.from(text);
}
