import { callOf } from '../emit/snippet-templates.ts';
import { exceptions } from '../exceptions.ts';
import type { Model } from '../model/model.ts';
import { methodsOf } from '../model/operations.ts';
import type { SdkResource } from '../model/operations.ts';
import { anchor } from './reference.ts';
import { allErrorRows } from './reference-errors.ts';
import { cell, code } from './reference-types.ts';

/** The first page of the reference: what holds for every call, and every operation with a link. */
export function referenceIndex(model: Model): string {
  return [
    intro,
    '## Errors',
    '',
    'A refused call answers an RFC 9457 problem: `code`, `detail` (what to change), `request_id` and, for input, `errors` with a pointer to each field.',
    'The SDK throws one class a code; all extend `ApiError`, whose `problems` are those fields.',
    '',
    allErrorRows(),
    '',
    '## Operations',
    '',
    '| SDK | REST | |',
    '|---|---|---|',
    ...model.resources.flatMap(operationRows),
    '',
    '## Not in the SDK',
    '',
    ...Object.entries(exceptions).flatMap(([name, exception]) =>
      exception.by === 'other door' ? [`- ${code(name)}${pathOf(model, name)}: ${exception.text}`] : [],
    ),
    '',
  ].join('\n');
}

const intro = `# Reference

Made from the contract by \`npm run generate\`. One page a domain; each operation by SDK, REST and tRPC. The same in other forms: \`/docs\` and
\`/redoc\` of a running server, its \`/openapi.json\`, and a [Postman collection](marquee.postman_collection.json).

\`\`\`ts
import { Marquee } from '@marquee/sdk';

const marquee = new Marquee({ baseUrl: 'http://localhost:4000', apiKey: process.env.MARQUEE_API_KEY });
\`\`\`

The same over tRPC, with \`@trpc/client\` beside it (queries of one tick travel together, mutations alone with a key each, subscriptions by fetch):

\`\`\`ts
import { createMarqueeTrpc } from '@marquee/sdk/trpc';

const api = createMarqueeTrpc({ baseUrl, apiKey: process.env.MARQUEE_API_KEY });
const campaign = await api.messaging.campaigns.get.query({ campaign_id });
\`\`\`

- **Access**: send an API key, or an access token of a person, as \`Authorization: Bearer …\`. A key carries scopes; each operation names the one it needs.
- **Calls**: an SDK method takes the path parameters in their order, then one flat object of query or body fields, then options. Over tRPC all of them are one object.
- **Lists** answer \`{ items, page }\`. Pass \`page.next_cursor\` as \`cursor\`; null is the end. In the SDK, \`for await\` walks over all items.
- **Limits** are token buckets by user or key. Answers carry \`RateLimit\` and \`RateLimit-Policy\`; a refusal is 429 with \`Retry-After\`.
  [\`workspace.limits.get\`](workspace.md#workspacelimitsget) tells what is left.
- **Repeating**: an \`Idempotency-Key\` lets a change be sent again after a broken connection; the SDK makes one for each call and keeps it over its retries. The same key
  with other input is refused (\`idempotency_mismatch\`), and while the first is still running, so is a second (\`idempotency_in_progress\`).
- **Long work** answers at once with a \`job_id\`; \`marquee.jobs.wait(job_id)\` waits for its end.
- **Instants** are ISO 8601 in UTC; inputs may carry an offset. Ids are UUIDs.
- New fields and new values of lists appear without a new version: read what you know, ignore the rest.
`;

function operationRows({ domain, operations }: SdkResource): readonly string[] {
  return operations.map((operation) => {
    const link = `[${code(`marquee.${callOf(operation)}`)}](${domain}.md#${anchor(operation.name)})`;
    return `| ${link} | ${code(`${operation.method} /api/v1${operation.path}`)} | ${cell(operation.declared.summary)} |`;
  });
}

function pathOf({ document }: Model, name: string): string {
  for (const [path, item] of Object.entries(document.paths)) {
    const found = Object.entries(item).find(([, declared]) => declared.operationId === name);
    if (found !== undefined) return ` (${code(`${found[0].toUpperCase()} /api/v1${path}`)})`;
  }
  return '';
}

/** The domains that have a page. */
export function documentedDomains(model: Model): readonly string[] {
  return [...new Set(methodsOf(model.resources).map(([{ domain }]) => domain))];
}
