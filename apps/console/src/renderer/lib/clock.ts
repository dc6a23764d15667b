/** This machine's time. */
export function now(): Date {
  return new Date();
}
