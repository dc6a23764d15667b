/** The formats of an import. */
export type ImportFormat = 'csv' | 'json';

/** A file of made-up people, written while it is sent. */
export interface MadeFile {
  readonly format: ImportFormat;
  readonly rows: number;
  /** Numbers begin after so many. */
  readonly offset: number;
}

/** An import that has been handed in. */
export interface HandedIn {
  readonly id: string;
  /** Rows whose number is none. */
  readonly faulty: number;
  /** Rows that repeat the number of the row before. */
  readonly repeats: number;
  /** The lines of the errors file. */
  readonly errorsCsv: () => Promise<readonly string[]>;
}

/** Uploads a file as one stream: neither side ever holds it. Every thousandth row has no valid number, and every 997th repeats one. */
export async function importFile(
  server: { readonly url: string; readonly apiKey: string },
  file: MadeFile,
): Promise<HandedIn> {
  const boundary = 'made-up-people';
  const headers = { authorization: `Bearer ${server.apiKey}` };
  const response = await fetch(`${server.url}/api/v1/messaging/contact-imports`, {
    method: 'POST',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: ReadableStream.from(multipart(file, boundary)),
    duplex: 'half',
  });
  if (!response.ok) throw new Error(`the import was refused: ${response.status} ${await response.text()}`);
  const { id } = (await response.json()) as { readonly id: string };
  const kinds = Array.from({ length: file.rows }, (_, n) => kindOf(n));
  return {
    id,
    faulty: kinds.filter((kind) => kind === 'faulty').length,
    repeats: kinds.filter((kind) => kind === 'repeat').length,
    async errorsCsv() {
      const errors = await fetch(`${server.url}/api/v1/messaging/contact-imports/${id}/errors.csv`, { headers });
      if (!errors.ok) throw new Error(`no errors file: ${errors.status} ${await errors.text()}`);
      return (await errors.text()).trim().split(/\r?\n/);
    },
  };
}

async function* multipart(file: MadeFile, boundary: string): AsyncGenerator<Uint8Array> {
  const part = (head: string, body = '') =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}`);
  yield part('name="evidence"', 'Nobody has these numbers\r\n');
  yield part(`name="file"; filename="people.${file.format}"`);
  yield Buffer.from(file.format === 'csv' ? 'phone_e164,name,city,tier,consent_state\n' : '[');
  for (let first = 0; first < file.rows; first += 1000) {
    const some = Array.from({ length: Math.min(1000, file.rows - first) }, (_, n) => row(file, first + n));
    yield Buffer.from(file.format === 'csv' ? `${some.join('\n')}\n` : `${first === 0 ? '' : ','}${some.join(',')}`);
  }
  yield Buffer.from(`${file.format === 'csv' ? '' : ']'}\r\n--${boundary}--\r\n`);
}

function kindOf(n: number): 'faulty' | 'repeat' | 'plain' {
  if (n % 1000 === 999) return 'faulty';
  // What follows a faulty row has no number to repeat.
  return n % 997 === 996 && n % 1000 !== 0 ? 'repeat' : 'plain';
}

function row({ format, offset }: MadeFile, n: number): string {
  const kind = kindOf(n);
  const phone = kind === 'faulty' ? 'unknown' : `+1${2_010_000_000 + offset + n - (kind === 'repeat' ? 1 : 0)}`;
  const [name, city, tier] = [`Customer ${n}`, `City ${n % 5}`, n % 2 === 0 ? 'premium' : 'standard'];
  if (format === 'csv') return `${phone},${name},${city},${tier},OPT_IN`;
  return JSON.stringify({ phone_e164: phone, name, city, tier, consent_state: 'OPT_IN' });
}
