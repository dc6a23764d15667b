/**
 * Whether texts match a glob: `*` is any text, `?` one character, and everything else is itself. There are no classes, escapes or
 * anchors, and no way back: each character of a text is looked at once, so that no pattern makes a match slow.
 */
export function globOf(pattern: string): (text: string) => boolean {
  const tokens = tokensOf(pattern);
  const words = Math.ceil((tokens.length + 1) / 32);
  const { exact, any, stay } = masksOf(tokens, words);
  return (text) => {
    // Bit i says that the first i tokens can have matched what was read.
    let state = new Uint32Array(words);
    state[0] = 1;
    passStars(state, stay);
    for (const character of text) {
      state = step(state, exact.get(character) ?? any, stay);
    }
    const end = tokens.length;
    return (((state[end >>> 5] ?? 0) >>> (end & 31)) & 1) === 1;
  };
}

interface Token {
  readonly kind: 'star' | 'one' | 'exact';
  readonly character: string;
}

/** Characters by code point; stars in a row are one. */
function tokensOf(pattern: string): readonly Token[] {
  return Array.from(pattern).flatMap((character, index, all): readonly Token[] => {
    if (character === '*') return all[index - 1] === '*' ? [] : [{ kind: 'star', character }];
    return [{ kind: character === '?' ? 'one' : 'exact', character }];
  });
}

interface Masks {
  /** For a character: the tokens that take it, by the state they lead to. */
  readonly exact: ReadonlyMap<string, Uint32Array>;
  /** The same for characters that the pattern does not name. */
  readonly any: Uint32Array;
  /** States before a star: they stay whatever comes, and are left without taking anything. */
  readonly stay: Uint32Array;
}

function masksOf(tokens: readonly Token[], words: number): Masks {
  const [any, stay] = [new Uint32Array(words), new Uint32Array(words)];
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'star') set(stay, index);
    if (kind === 'one') set(any, index + 1);
  }
  const exact = new Map<string, Uint32Array>();
  for (const [index, { kind, character }] of tokens.entries()) {
    if (kind !== 'exact') continue;
    const mask = exact.get(character) ?? any.slice();
    set(mask, index + 1);
    exact.set(character, mask);
  }
  return { exact, any, stay };
}

function set(bits: Uint32Array, index: number): void {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
}

function step(state: Uint32Array, takes: Uint32Array, stay: Uint32Array): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(state.length);
  let carry = 0;
  for (let word = 0; word < state.length; word += 1) {
    const bits = state[word] ?? 0;
    next[word] = (((bits << 1) | carry) & (takes[word] ?? 0)) | (bits & (stay[word] ?? 0));
    carry = bits >>> 31;
  }
  passStars(next, stay);
  return next;
}

/** A star may take nothing. After it comes no other star, so once is enough. */
function passStars(state: Uint32Array, stay: Uint32Array): void {
  let carry = 0;
  for (let word = 0; word < state.length; word += 1) {
    const before = (state[word] ?? 0) & (stay[word] ?? 0);
    state[word] = (state[word] ?? 0) | (before << 1) | carry;
    carry = before >>> 31;
  }
}
