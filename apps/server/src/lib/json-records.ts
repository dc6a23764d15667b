/** A JSON file that ends in the middle of a value, or holds one that is too long. */
export class JsonCutError extends Error {
  override readonly name = 'JsonCutError';
}

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * Cuts a JSON array, or JSON values one after the other (JSON lines), into the text of each element, holding no more than one
 * of them. The elements themselves are not checked.
 *
 * @param charsMax longest element
 * @throws {JsonCutError} when the text ends inside an element or one is longer than `charsMax`
 */
export async function* jsonRecords(text: AsyncIterable<string>, charsMax: number): AsyncGenerator<string> {
  const scanner = new Scanner();
  let held = '';
  for await (const chunk of text) {
    held += chunk;
    yield* scanner.cut(held);
    held = held.slice(scanner.restFrom());
    if (held.length > charsMax) throw new JsonCutError(`a record is longer than ${charsMax} characters`);
  }
  const last = scanner.end(held);
  if (last !== null) yield last;
}

/** Where one scan of the held text stands; positions restart when the text before `restFrom` is dropped. */
class Scanner {
  private at = 0;
  private start = -1;
  private depth = 0;
  private kind: 'nested' | 'text' | 'bare' = 'bare';
  private inText = false;
  private escaped = false;
  private isArray: boolean | null = null;
  private ended = false;

  *cut(held: string): Generator<string> {
    for (; this.at < held.length; this.at += 1) {
      const code = held.charCodeAt(this.at);
      if (this.start < 0) this.between(code);
      else if (this.closes(code)) {
        // A bare value ends before the separator, the others with their last character.
        const end = this.kind === 'bare' ? this.at : this.at + 1;
        yield held.slice(this.start, end);
        this.start = -1;
        if (this.kind === 'bare') this.between(code);
      }
    }
  }

  restFrom(): number {
    const from = this.start < 0 ? this.at : this.start;
    this.at -= from;
    if (this.start >= 0) this.start = 0;
    return from;
  }

  end(held: string): string | null {
    if (this.start >= 0 && this.kind !== 'bare') throw new JsonCutError('the file ends in the middle of a record');
    if (this.isArray === true && !this.ended) throw new JsonCutError('the file ends before the array does');
    return this.start < 0 ? null : held;
  }

  private between(code: number): void {
    if (isSpace(code)) return;
    if (this.isArray === null) {
      this.isArray = code === OPEN_BRACKET;
      if (this.isArray) return;
    }
    if (code === COMMA) return;
    if (code === CLOSE_BRACKET && this.isArray) {
      this.ended = true;
      return;
    }
    this.begin(code);
  }

  private begin(code: number): void {
    this.start = this.at;
    this.depth = 1;
    this.escaped = false;
    this.inText = code === QUOTE;
    this.kind = code === QUOTE ? 'text' : code === OPEN_BRACE || code === OPEN_BRACKET ? 'nested' : 'bare';
  }

  private closes(code: number): boolean {
    if (this.inText) return this.closesText(code);
    if (this.kind === 'bare') return isSpace(code) || code === COMMA || code === CLOSE_BRACKET;
    if (code === QUOTE) this.inText = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.depth -= 1;
    return this.depth === 0;
  }

  private closesText(code: number): boolean {
    if (this.escaped) this.escaped = false;
    else if (code === BACKSLASH) this.escaped = true;
    else if (code === QUOTE) {
      this.inText = false;
      return this.kind === 'text';
    }
    return false;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff;
}
