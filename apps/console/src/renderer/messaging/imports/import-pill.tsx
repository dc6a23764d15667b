import { useTexts } from '../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../ui/feedback/status-pill.tsx';
import { importsMessages } from './imports.messages.ts';
import type { ContactImport } from './imports.queries.ts';

const tones = {
  ...({ queued: 'neutral', running: 'info', completed: 'good', failed: 'bad', cancelled: 'neutral' } as const),
} satisfies Record<ContactImport['status'], Tone>;

/** Where an import stands. */
export function ImportPill({ status }: Pick<ContactImport, 'status'>) {
  const t = useTexts(importsMessages);
  return <StatusPill tone={tones[status]} label={t[status]} />;
}
