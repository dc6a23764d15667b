import type { RouterOf } from './operation.ts';

/** Every operation of Marquee by domain, resource and verb. */
export const contract = {};

/** Every event that can be emitted, by name. */
export const events = {};

/** The tRPC router that clients are typed by. */
export type AppRouter = RouterOf<typeof contract>;
