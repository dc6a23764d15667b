import { ApiError } from '@marquee/api/errors';
import type { FastifyInstance } from 'fastify';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
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

const assets: Readonly<Record<string, Asset>> = {
  'swagger-ui-bundle.js': { mediaType: script, from: { file: 'swagger-ui-dist/swagger-ui-bundle.js' } },
  'swagger-ui.css': { mediaType: 'text/css; charset=utf-8', from: { file: 'swagger-ui-dist/swagger-ui.css' } },
  'redoc.standalone.js': { mediaType: script, from: { file: 'redoc/bundles/redoc.standalone.js' } },
  'swagger-init.js': { mediaType: script, from: { text: swaggerInit } },
  'redoc-init.js': { mediaType: script, from: { text: redocInit } },
};

/** The files of other packages that the pages need; a build copies them to `reference-assets/` beside its bundle. */
export const referenceFiles: readonly string[] = Object.values(assets).flatMap(({ from }) =>
  'file' in from ? [from.file] : [],
);

/** Serves the scripts and styles of the reference pages. */
export function serveReferenceAssets(app: FastifyInstance): void {
  for (const [name, { mediaType, from }] of Object.entries(assets)) {
    app.get(`${assetsPath}/${name}`, { config: { operation: 'system.docs' } }, async (_request, reply) => {
      void reply.header('content-type', mediaType).header('cache-control', 'public, max-age=3600');
      if ('text' in from) return reply.send(from.text);
      const path = await pathOfFile(from.file);
      if (path === null) throw new ApiError('not_found', `${name} is not part of this build`);
      return reply.send(createReadStream(path));
    });
  }
}

async function pathOfFile(file: string): Promise<string | null> {
  const copied = fileURLToPath(new URL(`./reference-assets/${file.split('/').at(-1)}`, import.meta.url));
  if (await exists(copied)) return copied;
  try {
    return createRequire(import.meta.url).resolve(file);
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
