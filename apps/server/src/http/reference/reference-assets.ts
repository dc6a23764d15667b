import type { FastifyInstance } from 'fastify';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { assetsPath } from './reference-page.ts';

interface Asset {
  readonly mediaType: string;
  /** A file of a package, or the text itself. */
  readonly from: { readonly file: string } | { readonly text: string };
}

const script = 'text/javascript; charset=utf-8';

// Scripts of our own, so that the pages need no inline one and the content security policy can forbid them.
const swaggerInit = `SwaggerUIBundle({
  url: document.querySelector('meta[name=openapi]').content,
  domNode: document.getElementById('reference'),
  deepLinking: true,
  validatorUrl: null,
  displayOperationId: true,
  defaultModelsExpandDepth: 0,
});
`;
const redocInit = `Redoc.init(
  document.querySelector('meta[name=openapi]').content,
  { hideDownloadButton: false, disableSearch: false },
  document.getElementById('reference'),
);
`;

// Both packages are installed beside the server, in development and in a build.
const { resolve } = createRequire(import.meta.url);

const assets: Readonly<Record<string, Asset>> = {
  'swagger-ui-bundle.js': { mediaType: script, from: { file: 'swagger-ui-dist/swagger-ui-bundle.js' } },
  'swagger-ui.css': { mediaType: 'text/css; charset=utf-8', from: { file: 'swagger-ui-dist/swagger-ui.css' } },
  'redoc.standalone.js': { mediaType: script, from: { file: 'redoc/bundles/redoc.standalone.js' } },
  'swagger-init.js': { mediaType: script, from: { text: swaggerInit } },
  'redoc-init.js': { mediaType: script, from: { text: redocInit } },
};

/** Serves the scripts and styles of the reference pages. */
export function serveReferenceAssets(app: FastifyInstance): void {
  for (const [name, { mediaType, from }] of Object.entries(assets)) {
    app.get(`${assetsPath}/${name}`, { config: { operation: 'system.docs' } }, async (_request, reply) => {
      void reply.header('content-type', mediaType).header('cache-control', 'public, max-age=3600');
      if ('text' in from) return reply.send(from.text);
      return reply.send(createReadStream(resolve(from.file)));
    });
  }
}
