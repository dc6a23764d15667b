import type { Contract, EventTree } from '@marquee/api/operation';
import type { reference } from '@marquee/api/system/reference.contract';
import type { Implements } from '../../kernel/context.ts';
import { openApiOf, openApiText } from '../openapi/openapi.ts';
import { referencePage } from './reference-page.ts';

/** The handlers of `system.openapi`, `.docs` and `.redoc`. The contract is asked for late: it contains these operations. */
export function referenceService(contract: () => Contract, events: EventTree = {}): Implements<typeof reference> {
  let text: string | undefined;
  const html = (body: string) => ({ status: 200, headers: referencePage.headers, body });
  return {
    async openapi() {
      text ??= openApiText(openApiOf(contract(), events));
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: text };
    },
    async docs() {
      return html(referencePage.docs({ title: 'Marquee API', documentUrl: '/openapi.json' }));
    },
    async redoc() {
      return html(referencePage.redoc({ title: 'Marquee API', documentUrl: '/openapi.json' }));
    },
  };
}
