import { pageHeaders } from '../headers.ts';

/** Which document a page shows. */
export interface ReferencePage {
  readonly title: string;
  readonly documentUrl: string;
}

/** Where the pages' scripts and styles are served. */
export const assetsPath = '/docs/assets';

/** Pages that show an OpenAPI document without reaching outside the server. */
export const referencePage = {
  docs: (page: ReferencePage) => pageOf(page, ['swagger-ui-bundle.js', 'swagger-init.js'], 'swagger-ui.css'),
  redoc: (page: ReferencePage) => pageOf(page, ['redoc.standalone.js', 'redoc-init.js'], null),
  /** Both libraries write inline styles, and Redoc searches in a worker made from a blob; scripts come from here alone. */
  headers: {
    ...pageHeaders,
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
      "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  },
};

function pageOf({ title, documentUrl }: ReferencePage, scripts: readonly string[], style: string | null): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="openapi" content="${escapeHtml(documentUrl)}">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" href="data:,">${style === null ? '' : `\n    <link rel="stylesheet" href="${assetsPath}/${style}">`}
  </head>
  <body>
    <div id="reference"></div>
${scripts.map((script) => `    <script src="${assetsPath}/${script}"></script>\n`).join('')}  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
