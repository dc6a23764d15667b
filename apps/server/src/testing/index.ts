export { openDatabase, type OpenDatabase } from '../database/open.ts';
export { connectionOf } from '../database/session.ts';
export { newId } from '../lib/ids.ts';
export { migrationsFolder, openTestDatabase, type TestDatabase } from './database.ts';
export { buildObjectStore, hasObjectStore, startObjectStore, type ObjectStore } from './object-store.ts';
export { hasPostgres, newPostgresUrl, openTestPostgres } from './postgres.ts';
export { findEngine } from '../temporal/engine.ts';
export { freePort } from '../temporal/engine-readiness.ts';
export { startEngine, type RunningEngine } from '../temporal/engine-server.ts';
