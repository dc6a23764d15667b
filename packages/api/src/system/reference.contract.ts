import { z } from 'zod';
import { rawOperation } from '../operation.ts';

const nothing = z.object({});

/** The reference of this API, served by the server itself; spread into `system`. */
export const reference = {
  openapi: rawOperation({
    kind: 'raw',
    rest: 'GET /openapi.json',
    aliases: ['/openapi.json'],
    summary: 'Download the OpenAPI 3.1 document of this API',
    scope: 'public',
    limit: 'unmetered',
    params: nothing,
    produces: ['application/json'],
    output: z.record(z.string(), z.unknown()).meta({ id: 'OpenApiDocument', description: 'An OpenAPI 3.1 document' }),
    documented: ['metrics GET /openapi.json'],
  }),
  docs: rawOperation({
    kind: 'raw',
    rest: 'GET /docs',
    aliases: ['/docs'],
    summary: 'Read the reference and try operations (Swagger UI)',
    scope: 'public',
    limit: 'unmetered',
    params: nothing,
    produces: ['text/html'],
    documented: ['metrics GET /docs', 'social GET /docs'],
  }),
  redoc: rawOperation({
    kind: 'raw',
    rest: 'GET /redoc',
    aliases: ['/redoc'],
    summary: 'Read the reference on one page (Redoc)',
    scope: 'public',
    limit: 'unmetered',
    params: nothing,
    produces: ['text/html'],
    documented: ['metrics GET /redoc', 'social GET /redoc'],
  }),
};
