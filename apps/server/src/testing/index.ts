export { openDatabase, type OpenDatabase } from '../database/open.ts';
export { connectionOf } from '../database/session.ts';
export { newId } from '../lib/ids.ts';
export { migrationsFolder, openTestDatabase, type TestDatabase } from './database.ts';
export { hasPostgres, newPostgresUrl, openTestPostgres } from './postgres.ts';
