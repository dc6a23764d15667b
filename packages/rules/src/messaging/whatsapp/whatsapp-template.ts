/** What a WhatsApp template consists of, before Meta reviews it. */
export interface WhatsappTemplateText {
  readonly name: string;
  readonly body: string;
  readonly header?: string | undefined;
  readonly footer?: string | undefined;
}

/** One thing that Meta would refuse, and where. */
export interface WhatsappTemplateFault {
  readonly part: 'name' | 'body' | 'header' | 'footer';
  readonly detail: string;
}

const bodyMax = 1024;
const edgeMax = 60;

/** Everything that is wrong with a template's name and texts; empty when nothing is. */
export function whatsappTemplateFaults({ name, body, header, footer }: WhatsappTemplateText): WhatsappTemplateFault[] {
  const found: (WhatsappTemplateFault | null)[] = [
    /^[a-z0-9_]{1,512}$/.test(name) ? null : { part: 'name', detail: 'Use 1 to 512 of a-z, 0-9 and _.' },
    lengthFault('body', body, bodyMax),
    variablesFault('body', body, Number.POSITIVE_INFINITY),
    header === undefined ? null : (lengthFault('header', header, edgeMax) ?? variablesFault('header', header, 1)),
    footer === undefined ? null : (lengthFault('footer', footer, edgeMax) ?? variablesFault('footer', footer, 0)),
  ];
  return found.filter((fault) => fault !== null);
}

/** How many different variables `{{1}}…{{n}}` a text has; null when they leave a gap or are not written so. */
export function whatsappVariableCount(text: string): number | null {
  const written = [...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, inside = '']) => inside);
  if (written.some((inside) => !/^[1-9]\d*$/.test(inside))) return null;
  if (/\{\{|\}\}/.test(text.replaceAll(/\{\{[^{}]*\}\}/g, ''))) return null;
  const numbers = new Set(written.map(Number));
  return Math.max(0, ...numbers) === numbers.size ? numbers.size : null;
}

/**
 * A text with its variables filled in, `values[0]` for `{{1}}`. A value that looks like a variable stays text.
 *
 * @returns null when the number of values is not the number of variables
 */
export function fillWhatsappText(text: string, values: readonly string[]): string | null {
  if (whatsappVariableCount(text) !== values.length) return null;
  return text.replaceAll(/\{\{(\d+)\}\}/g, (_whole, number: string) => values[Number(number) - 1] ?? '');
}

function lengthFault(part: WhatsappTemplateFault['part'], text: string, max: number): WhatsappTemplateFault | null {
  const length = Array.from(text).length;
  return length >= 1 && length <= max ? null : { part, detail: `Use 1 to ${max} characters; there are ${length}.` };
}

function variablesFault(part: WhatsappTemplateFault['part'], text: string, max: number): WhatsappTemplateFault | null {
  const count = whatsappVariableCount(text);
  if (count === null) return { part, detail: 'Number the variables {{1}}, {{2}} and so on without a gap.' };
  return count <= max ? null : { part, detail: `At most ${max} variables are allowed here.` };
}
