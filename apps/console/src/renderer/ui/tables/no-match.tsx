import { Button } from '@mantine/core';
import { SearchX, type LucideIcon } from 'lucide-react';
import { useTexts } from '../../i18n/locale.tsx';
import { EmptyState } from '../feedback/state.tsx';
import { uiMessages } from '../ui.messages.ts';

interface NoMatchProps {
  readonly icon?: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly onClear: () => void;
}

/** What stands where filters let nothing through, with the way back. */
export function NoMatch({ icon = SearchX, title, text, onClear }: NoMatchProps) {
  const t = useTexts(uiMessages);
  const action = (
    <Button variant="default" onClick={onClear}>
      {t.clearFilters}
    </Button>
  );
  return (
    <EmptyState icon={icon} title={title} action={action}>
      {text}
    </EmptyState>
  );
}
