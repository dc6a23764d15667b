/** Tells the time. */
export type Clock = () => Date;

/** The machine's clock; the only reader of it. */
export const systemClock: Clock = () => new Date();
