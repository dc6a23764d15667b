/** A rectangle of the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was, and whether it filled its display. */
export interface WindowPlace {
  readonly bounds: Rectangle | null;
  readonly isMaximized: boolean;
}

const smallest = { width: 720, height: 480 };
const usual = { width: 1280, height: 800 };

/**
 * Where to open the window: where it was, if that is still on a display, moved and shrunk until all of it is.
 *
 * @param displays work areas, the primary one first
 */
export function placeWindow(wanted: Rectangle | null, displays: readonly Rectangle[]): Rectangle {
  const [primary] = displays;
  if (primary === undefined) return wanted ?? { x: 0, y: 0, ...usual };
  if (wanted === null) return centred(primary);
  const best = displays.reduce(
    (found, each) => (overlap(each, wanted) > overlap(found, wanted) ? each : found),
    primary,
  );
  // A monitor was unplugged, or its arrangement changed: nothing of the window could be seen.
  if (overlap(best, wanted) === 0) return centred(primary, wanted);
  const size = sizeWithin(best, wanted);
  return {
    ...size,
    x: clamp(wanted.x, best.x, best.x + best.width - size.width),
    y: clamp(wanted.y, best.y, best.y + best.height - size.height),
  };
}

/** Reads what an earlier start wrote; anything that is not a place is forgotten. */
export function parseWindowPlace(text: string): WindowPlace {
  const nowhere: WindowPlace = { bounds: null, isMaximized: false };
  try {
    const place: unknown = JSON.parse(text);
    if (typeof place !== 'object' || place === null) return nowhere;
    const { bounds, isMaximized } = place as Partial<Record<keyof WindowPlace, unknown>>;
    return { bounds: isRectangle(bounds) ? bounds : null, isMaximized: isMaximized === true };
  } catch {
    return nowhere;
  }
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Partial<Record<keyof Rectangle, unknown>>;
  return [x, y, width, height].every((each) => Number.isSafeInteger(each)) && Number(width) > 0 && Number(height) > 0;
}

function centred(area: Rectangle, size: { readonly width: number; readonly height: number } = usual): Rectangle {
  const { width, height } = sizeWithin(area, size);
  const x = area.x + Math.floor((area.width - width) / 2);
  return { x, y: area.y + Math.floor((area.height - height) / 2), width, height };
}

function sizeWithin(area: Rectangle, { width, height }: { readonly width: number; readonly height: number }) {
  return {
    width: Math.min(area.width, Math.max(smallest.width, width)),
    height: Math.min(area.height, Math.max(smallest.height, height)),
  };
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), Math.max(min, max));
}
