export { connect } from './core/connect.ts';
export type { ClientOptions } from './core/client-options.ts';
export type { StreamingTransport } from './core/connect.ts';
