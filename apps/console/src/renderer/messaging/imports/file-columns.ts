/** One column of a file of contacts. */
export interface FileColumn {
  readonly name: string;
  /** The first values that are not empty, three at most. */
  readonly examples: readonly string[];
}

/** What the beginning of a file shows before it is sent. */
const headBytes = 262_144;
const exampleRows = 50;

/** The columns of a CSV or JSON file, from its beginning; none when it cannot be read. */
export async function columnsOf(file: Blob): Promise<readonly FileColumn[]> {
  return columnsIn(decoded(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())));
}

/** The columns in the beginning of a file, which may end anywhere. */
export function columnsIn(head: string): readonly FileColumn[] {
  const text = head.trimStart();
  return text.startsWith('[') || text.startsWith('{') ? columnsOfObjects(text) : columnsOfTable(text);
}

function columnsOfTable(text: string): readonly FileColumn[] {
  const [header = [], ...rows] = readTable(text, separatorOf(text));
  return header
    .map((name, index) => ({ name: name.trim(), examples: examplesOf(rows.map((row) => row[index] ?? '')) }))
    .filter(({ name }) => name !== '');
}

function columnsOfObjects(text: string): readonly FileColumn[] {
  const objects = readObjects(text);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return names.map((name) => ({ name, examples: examplesOf(objects.map((object) => textOf(object[name]))) }));
}

function examplesOf(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))].slice(0, 3);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
}

// The server takes these four; the one that the header holds most of is the file's.
function separatorOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const counts = [',', ';', '\t', '|'].map((separator) => [separator, header.split(separator).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

/** RFC 4180, as far as the head of a file goes. */
function readTable(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length && rows.length <= exampleRows; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') cell += text.charAt((at += 1));
      else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === separator) {
      row.push(cell);
      cell = '';
    } else if (character === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (character !== '\r') cell += character;
  }
  if (row.length > 0 || cell !== '') rows.push([...row, cell]);
  return rows.filter((cells) => cells.some((each) => each.trim() !== ''));
}

/** The whole objects of an array, or of one object a line, at the head of a file. */
function readObjects(text: string): readonly Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  let from = -1;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < text.length && found.length < exampleRows; at += 1) {
    const character = text.charAt(at);
    if (isText && character === '\\') at += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && character === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (!isText && character === '}') {
      depth -= 1;
      if (depth === 0) found.push(...objectIn(text.slice(from, at + 1)));
    }
  }
  return found;
}

function objectIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value as Readonly<Record<string, unknown>>] : [];
  } catch {
    // What is no JSON shows no columns; the server says why when it is sent.
    return [];
  }
}

function decoded(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
