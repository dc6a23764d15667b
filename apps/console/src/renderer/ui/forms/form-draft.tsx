import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './form.module.css';
import { useDraft } from './use-draft.ts';

/** What a form knows of its draft. */
interface FormDraft {
  /** When what stands in the form again was typed; null when it begins afresh. */
  readonly backFrom: string | null;
  readonly discard: () => void;
  readonly drop: () => void;
}

const keepMs = 300;

/** Puts a draft back into its form, and keeps what is typed from then on. */
export function useFormDraft<Values extends FieldValues>(
  form: UseFormReturn<Values, unknown, unknown>,
  name: string | undefined,
): FormDraft {
  const draft = useDraft<Values>(name);
  const [backFrom, setBackFrom] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const drop = () => {
    clearTimeout(timer.current);
    draft.drop();
  };
  useEffect(() => {
    const found = draft.found();
    if (found === null) return;
    // A secret is in no draft, so its field begins as it always does.
    form.reset({ ...form.getValues(), ...found.values }, { keepDefaultValues: true });
    setBackFrom(found.at);
  }, [draft, form]);
  useEffect(() => {
    const write = () => {
      timer.current = undefined;
      draft.keep(form.getValues());
    };
    const stop = form.subscribe({
      formState: { values: true, isDirty: true },
      callback({ isDirty }) {
        clearTimeout(timer.current);
        timer.current = isDirty === true ? setTimeout(write, keepMs) : undefined;
      },
    });
    // Whoever leaves right after the last key has typed it.
    const leave = () => void (timer.current === undefined || write());
    addEventListener('pagehide', leave);
    return () => {
      clearTimeout(timer.current);
      removeEventListener('pagehide', leave);
      stop();
    };
  }, [draft, form]);
  return {
    backFrom,
    discard() {
      drop();
      form.reset();
      setBackFrom(null);
    },
    drop,
  };
}

/** Says that a form holds what was typed before, and how to be rid of it. */
export function DraftNote({ backFrom, discard }: Omit<FormDraft, 'drop'>) {
  const t = useTexts(uiMessages);
  const { moment } = useFormats();
  const { now } = usePlatform();
  if (backFrom === null) return null;
  return (
    <div className={classes['draft']} role="status">
      <span>{t.draftBack(moment(backFrom, now()))}</span>
      <Button variant="subtle" size="compact-xs" onClick={discard}>
        {t.draftDrop}
      </Button>
    </div>
  );
}
