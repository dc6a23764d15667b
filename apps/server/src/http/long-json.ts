import { breathing, type Breath } from '../lib/breath.ts';
import { outlined, shortText, type JsonOutline, type LongList } from './json-outline.ts';

/** What reads a text that is short enough to be read at once, and refuses what it does not take. */
export interface JsonReading {
  /** Refuses by throwing. `inside` tells how many lists and objects the text stands in. */
  readonly parse: (text: string, inside: number) => unknown;
  /** The refusal of a text that holds an object of too many fields. */
  readonly tooWide: () => Error;
}

/** Whether a text is to be read in pieces. */
export function isLong(text: string): boolean {
  return text.length >= shortText;
}

/**
 * Reads a long JSON text as the parser would at once, and lets others be served meanwhile: the lists of its outermost object are parsed
 * in pieces. A worker thread would not help: what it hands over is made of objects of as many shapes, which cost our thread the same again.
 *
 * @throws what `reading` refuses with
 */
export async function readLongJson(text: string, { parse, tooWide }: JsonReading): Promise<unknown> {
  const breath = breathing();
  const { isWide, lists } = await outlineOf(text, breath);
  if (isWide) throw tooWide();
  if (lists.length === 0) return parse(text, 0);
  const whole = parse(withoutLists(text, lists), 0);
  if (typeof whole !== 'object' || whole === null) return whole;
  const object = whole as Record<string, unknown>; // an object of JSON
  for (const [place, list] of lists.entries()) {
    const elements: unknown[] = [];
    for (const piece of piecesOf(text, list)) {
      await breath.take();
      // Of what is blank between two commas the brackets around it would make an empty list.
      for (const element of parse(piece.trim() === '' ? ',' : `[${piece}]`, 1) as readonly unknown[]) {
        elements.push(element);
      }
    }
    const name = String(JSON.parse(list.name));
    // A name that comes twice has the value that came last.
    if (isPlaceholder(object[name], place)) object[name] = elements;
  }
  return object;
}

/** Whether a long JSON text holds an object of too many fields; others are served while it is looked at. */
export async function holdsWideObject(text: string): Promise<boolean> {
  return isLong(text) && (await outlineOf(text, breathing())).isWide;
}

async function outlineOf(text: string, breath: Breath): Promise<JsonOutline> {
  const looking = outlined(text);
  for (;;) {
    const step = looking.next();
    if (step.done === true) return step.value;
    await breath.take();
  }
}

/** The text with the place of each list in its stead. */
function withoutLists(text: string, lists: readonly LongList[]): string {
  let short = '';
  let at = 0;
  for (const [place, { from, to }] of lists.entries()) {
    short += `${text.slice(at, from)}${place}`;
    at = to;
  }
  return short + text.slice(at);
}

function isPlaceholder(value: unknown, place: number): boolean {
  return Array.isArray(value) && value.length === 1 && value[0] === place;
}

function* piecesOf(text: string, { from, to, cuts }: LongList): Generator<string> {
  let at = from;
  for (const cut of cuts) {
    yield text.slice(at, cut);
    at = cut + 1;
  }
  yield text.slice(at, to);
}
