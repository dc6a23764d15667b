import classes from './json-view.module.css';

/** A value as JSON, indented and coloured by kind; it scrolls by keyboard, too. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <pre className={classes['json']} tabIndex={0} role="region" aria-label={label}>
      <code>
        {tokensOf(value).map(({ kind, text }, index) => (
          <span key={index} className={kind === 'plain' ? undefined : classes[kind]}>
            {text}
          </span>
        ))}
      </code>
    </pre>
  );
}

interface Token {
  readonly kind: 'plain' | 'name' | 'text' | 'value';
  readonly text: string;
}

const literal = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON cut into what is coloured alike; the texts together are the JSON. */
export function tokensOf(value: unknown): readonly Token[] {
  const json = JSON.stringify(value, null, 2) ?? 'null';
  const tokens: Token[] = [];
  let end = 0;
  for (const match of json.matchAll(literal)) {
    const [whole, quoted, colon = ''] = match;
    tokens.push({ kind: 'plain', text: json.slice(end, match.index) });
    const text = quoted ?? whole;
    tokens.push({ kind: quoted === undefined ? 'value' : colon === '' ? 'text' : 'name', text });
    tokens.push({ kind: 'plain', text: colon });
    end = match.index + whole.length;
  }
  return [...tokens, { kind: 'plain' as const, text: json.slice(end) }].filter(({ text }) => text !== '');
}
