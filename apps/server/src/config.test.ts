import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const bucketOf = (env: Readonly<Record<string, string>>) => readConfig(env).fileBucket;

test('files are kept in the data folder unless a bucket is named', () => {
  expect(bucketOf({})).toBeNull();
  expect(bucketOf({ MARQUEE_S3_BUCKET: '' })).toBeNull();
});

test('a bucket alone is one of Amazon’s, reached by what the machine may', () => {
  expect(bucketOf({ MARQUEE_S3_BUCKET: 'marketing' })).toEqual({
    bucket: 'marketing',
    endpoint: null,
    region: 'us-east-1',
    credentials: null,
    prefix: '',
  });
});

test('a bucket elsewhere has an endpoint, a key and a prefix', () => {
  const env = {
    MARQUEE_S3_BUCKET: 'marketing',
    MARQUEE_S3_ENDPOINT: 'https://objects.example.com/',
    MARQUEE_S3_REGION: 'eu-central-1',
    MARQUEE_S3_ACCESS_KEY_ID: 'key',
    MARQUEE_S3_SECRET_ACCESS_KEY: 'secret',
    MARQUEE_S3_PREFIX: '/marquee/files/',
  };

  expect(bucketOf(env)).toEqual({
    bucket: 'marketing',
    endpoint: 'https://objects.example.com',
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    prefix: 'marquee/files',
  });
});

test.each([
  [{ MARQUEE_S3_ENDPOINT: 'https://objects.example.com' }, 'MARQUEE_S3_BUCKET is missing, though MARQUEE_S3_ENDPOINT'],
  [{ MARQUEE_S3_BUCKET: 'b', MARQUEE_S3_ENDPOINT: 'objects' }, 'MARQUEE_S3_ENDPOINT is "objects"'],
  [{ MARQUEE_S3_BUCKET: 'b', MARQUEE_S3_ACCESS_KEY_ID: 'key' }, 'go together; give both or neither'],
  [{ MARQUEE_S3_BUCKET: 'b', MARQUEE_S3_PREFIX: 'a b' }, 'MARQUEE_S3_PREFIX is "a b"'],
])('%j is refused by name', (env, why) => {
  expect(() => bucketOf(env)).toThrow(why);
});

test('metrics are kept in the database unless a DuckDB file is asked for', () => {
  expect(readConfig({}).metricsStore).toEqual({ kind: 'database' });
  expect(
    readConfig({ MARQUEE_METRICS: 'duckdb', MARQUEE_METRICS_MEMORY_MB: '512', MARQUEE_METRICS_THREADS: '3' })
      .metricsStore,
  ).toEqual({ kind: 'duckdb', memoryMb: 512, threads: 3 });
  expect(() => readConfig({ MARQUEE_METRICS: 'clickhouse' })).toThrow('give database or duckdb');
});
