import { config } from 'zod';

// The content security policy forbids code from text, and zod asks only once, when a schema is made: import this before any schema.
config({ jitless: true });
