import type { RawOperation } from '@marquee/api/operation';
import type { FastifyInstance } from 'fastify';
import { refusalHeaders } from '../http/problems.ts';
import { fastifyPath } from '../http/routes.ts';
import { socketHandlers } from '../http/trpc/websocket.ts';
import type { SocketWords } from '../http/trpc/websocket.ts';
import type { Dialect, Entry } from './dialect.ts';
import { failureBody } from './failures.ts';
import { compatRouteOf, type Serving } from './serve.ts';
import { shapeValue } from './shape.ts';

/** One WebSocket route of a document. */
export interface SocketRoute {
  /** As the document has it: `WS /path`. */
  readonly route: string;
  readonly entry: Entry;
  readonly operation: RawOperation;
}

/** Serves a WebSocket of a document. Callers prove who they are as at the native one; every message has the document's form. */
export function serveSocket(scope: FastifyInstance, serving: Serving, { route, entry, operation }: SocketRoute): void {
  const { dialect, doors } = serving;
  const { method, path } = compatRouteOf(route);
  scope.route({
    method,
    url: fastifyPath(dialect.base + path),
    config: { operation: entry.operation, compatRoute: route },
    ...socketHandlers({
      invoker: doors.invoker,
      name: entry.operation,
      operation,
      door: 'compat',
      limitOverride: entry.limits ?? dialect.limits.authenticated,
      words: wordsOf(serving, dialect, entry),
    }),
  });
}

function wordsOf({ now }: Serving, dialect: Dialect, entry: Entry): SocketWords {
  const told = (type: string, data: unknown) => JSON.stringify({ type, data, timestamp: now().toISOString() });
  return {
    ready: () => told('ready', {}),
    item: (json) => JSON.stringify(shapeValue(entry.shape ?? {}, JSON.parse(json))),
    problem: (refusal, request) => {
      const headers = refusalHeaders(refusal, null);
      const { error } = failureBody(dialect, refusal, { request, headers, now: now() });
      return told('error_occurred', error);
    },
  };
}
