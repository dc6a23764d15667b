export { openTestDatabase, type TestDatabase } from './database.ts';
export { hasPostgres, newPostgresUrl, openTestPostgres } from './postgres.ts';
