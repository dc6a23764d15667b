import type { FastifyInstance } from 'fastify';
import type { OpenApiDocument } from '../../http/openapi/openapi.ts';
import { openApiText } from '../../http/openapi/openapi.ts';
import { referencePage } from '../../http/reference/reference-page.ts';
import type { Dialect } from '../dialect.ts';

/** Serves `/openapi.json`, `/docs` and `/redoc` of one document. */
export function serveDialectReference(scope: FastifyInstance, dialect: Dialect, document: OpenApiDocument): void {
  const text = openApiText(document);
  const page = { title: dialect.title, documentUrl: `/compat/${dialect.document}/openapi.json` };
  scope.get('/openapi.json', { config: { operation: 'system.openapi' } }, async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(text),
  );
  scope.get('/docs', { config: { operation: 'system.docs' } }, async (_request, reply) =>
    reply.headers(referencePage.headers).send(referencePage.docs(page)),
  );
  scope.get('/redoc', { config: { operation: 'system.redoc' } }, async (_request, reply) =>
    reply.headers(referencePage.headers).send(referencePage.redoc(page)),
  );
}
