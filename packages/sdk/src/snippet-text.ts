/** One operation as code, with `{{placeholders}}` for what a caller fills in. */
export interface Snippet {
  readonly typescript: string;
  readonly curl: string;
}

/** Path parameters and params of a call in one object, as an operation takes them; `file` is an upload's path. */
export type SnippetValues = Readonly<Record<string, unknown>>;

/** A value that is code rather than data: a variable's name, say. */
export class Code {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

/**
 * The same code with real values. Values that the path does not name become params (TypeScript), query, form or body (curl).
 *
 * @param baseUrl where the server is, such as `https://marquee.example.com`
 */
export function fillSnippet(snippet: Snippet, values: SnippetValues, baseUrl: string): Snippet {
  const rest = Object.entries(values).filter(
    ([name, value]) => value !== undefined && !snippet.typescript.includes(`{{${name}}}`),
  );
  return {
    typescript: fillTypescript(snippet.typescript, values, rest),
    curl: fillCurl(snippet.curl, values, { rest, baseUrl }),
  };
}

type Fields = readonly (readonly [string, unknown])[];

function fillTypescript(template: string, values: SnippetValues, rest: Fields): string {
  const params = rest.length === 0 ? '' : literal(Object.fromEntries(rest));
  // In one pass: a value may hold what looks like a placeholder.
  return template.replaceAll(/(, )?\{\{(\w+)\}\}/g, (_all, comma: string | undefined, name: string) => {
    if (name === 'params' && params === '') return '';
    return `${comma ?? ''}${name === 'params' ? params : literal(values[name] ?? `<${name}>`)}`;
  });
}

function fillCurl(
  template: string,
  values: SnippetValues,
  { rest, baseUrl }: { rest: Fields; baseUrl: string },
): string {
  const parts: Readonly<Record<string, () => string>> = {
    base_url: () => baseUrl,
    query: () => (rest.length === 0 ? '' : `?${rest.map(([name, value]) => `${name}=${inUrl(value)}`).join('&')}`),
    form: () => rest.map(([name, value]) => ` \\\n  -F ${shellQuoted(`${name}=${asText(value)}`)}`).join(''),
    body: () => (rest.length === 0 ? '' : bodyFlags(JSON.stringify(Object.fromEntries(rest), plain))),
    file: () => asText(values['file'] ?? 'file'),
  };
  return template.replaceAll(
    /\{\{(\w+)\}\}/g,
    (_all, name: string) => parts[name]?.() ?? inUrl(values[name] ?? `<${name}>`),
  );
}

function bodyFlags(json: string): string {
  return ` \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellQuoted(json)}`;
}

function plain(_key: string, value: unknown): unknown {
  return value instanceof Code ? `<${value.code}>` : value;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Code ? `<${value.code}>` : JSON.stringify(value, plain);
}

function inUrl(value: unknown): string {
  return Array.isArray(value) ? value.map(inUrl).join(',') : encodeURIComponent(asText(value));
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

const lineWidth = 80;

/** A value as TypeScript, on one line where it fits. */
function literal(value: unknown, indent = ''): string {
  const line = onOneLine(value);
  if (line.length + indent.length <= lineWidth || typeof value !== 'object' || value === null || value instanceof Code)
    return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return bracketed(
      '[]',
      value.map((item) => inner + literal(item, inner)),
      indent,
    );
  return bracketed(
    '{}',
    Object.entries(value).map(([name, item]) => inner + property(name, item, literal(item, inner))),
    indent,
  );
}

function onOneLine(value: unknown): string {
  if (value instanceof Code) return value.code;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const fields = Object.entries(value).map(([name, item]) => property(name, item, onOneLine(item)));
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function property(name: string, value: unknown, text: string): string {
  if (value instanceof Code && value.code === name) return name;
  return `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}: ${text}`;
}

function bracketed([open = '', close = '']: string, lines: readonly string[], indent: string): string {
  return `${open}\n${lines.join(',\n')},\n${indent}${close}`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)}'`;
}
