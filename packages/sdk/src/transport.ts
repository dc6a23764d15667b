export type { ClientOptions } from './http/client-options.ts';
export { connect } from './http/connect.ts';
export type { StreamingTransport } from './http/connect.ts';
