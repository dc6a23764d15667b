import { PhoneBubble } from '../phone-bubble.tsx';
import classes from './whatsapp.module.css';

interface WhatsappBubbleProps {
  readonly header: string | null;
  readonly body: string;
  readonly footer: string | null;
  /** Values of `{{1}}`, `{{2}}` … of the text; one that is missing or empty shows its name. */
  readonly values: readonly Variable[];
  readonly headerValue: Variable | null;
}

/** One variable: what it is called, and what stands in its place. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** A message as the phone shows it. */
export function WhatsappBubble({ header, body, footer, values, headerValue }: WhatsappBubbleProps) {
  const hasNothing = body === '' && (header ?? '') === '';
  return (
    <PhoneBubble>
      {header === null || header === '' ? null : (
        <p className={classes['header']}>
          <Filled text={header} values={headerValue === null ? [] : [headerValue]} />
        </p>
      )}
      <p className={classes['body']}>{hasNothing ? '…' : <Filled text={body} values={values} />}</p>
      {footer === null || footer === '' ? null : <p className={classes['footer']}>{footer}</p>}
    </PhoneBubble>
  );
}

function Filled({ text, values }: { readonly text: string; readonly values: readonly Variable[] }) {
  return text.split(/(\{\{[1-9]\d*\}\})/).map((part, index) => {
    // Every second part is a variable, for that is what the text was split by.
    if (index % 2 === 0) return part;
    const variable = values[Number(part.slice(2, -2)) - 1];
    if (variable !== undefined && variable.value !== '') return variable.value;
    return (
      <span key={index} className={classes['variable']}>
        {variable === undefined || variable.name === '' ? part : variable.name}
      </span>
    );
  });
}
