import type { Dialect } from '../dialect.ts';
import { ads } from './ads.ts';
import { messaging } from './messaging.ts';
import { metrics } from './metrics.ts';
import { social } from './social.ts';

/** Every document served under `/compat`. */
export const dialects: readonly Dialect[] = [ads, messaging, metrics, social];
