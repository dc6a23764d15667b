import { TextInput } from '@mantine/core';
import { checkFilter, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { DraftNote } from '../../ui/forms/form-draft.tsx';
import { useDraft } from '../../ui/forms/use-draft.ts';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { Section } from '../../ui/page.tsx';
import { Hint } from '../../ui/quiet.tsx';
import { ConditionGroup } from './condition-group.tsx';
import { draftOf, filterOf, replaced, withNewKeys, type GroupDraft } from './filter-draft.ts';
import { LiveAudience } from './live-audience.tsx';
import classes from './segment-editor.module.css';
import { segmentsMessages } from './segments.messages.ts';
import { useAttributeNames } from './segments.queries.ts';

/** What a segment is made of. */
export interface SegmentFields {
  readonly name: string;
  readonly description: string | null;
  readonly filter_criteria: SegmentFilter;
}

interface SegmentEditorProps {
  /** The name that what is written is kept under until it is saved. */
  readonly draftName: string;
  readonly initial: SegmentFields;
  readonly submitLabel: string;
  readonly onSubmit: (fields: SegmentFields) => Promise<unknown>;
  /** Shown to those who may look only. */
  readonly isReadOnly: boolean;
  readonly aside?: (fields: SegmentFields) => ReactNode;
}

/** Name and conditions on one side, on the other who matches while they are written. */
export function SegmentEditor({ draftName, initial, submitLabel, onSubmit, isReadOnly, aside }: SegmentEditorProps) {
  const t = useTexts(segmentsMessages);
  const names = useAttributeNames();
  const kept = useKeptDraft(isReadOnly ? undefined : draftName, initial);
  const { texts, draft } = kept.written;
  const setTexts = (next: Texts) => kept.write((before) => ({ ...before, texts: next }));
  const setDraft = (change: (before: GroupDraft) => GroupDraft) =>
    kept.write((before) => ({ ...before, draft: change(before.draft) }));
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error: unknown }>({
    isBusy: false,
    error: null,
  });
  const filter = filterOf(draft);
  const fields = fieldsOf(texts, filter);
  const isWhole = checkFilter(filter).length === 0;
  const missing = !isWhole ? t.incomplete : fields.name === '' ? t.nameless : null;
  const submit = async () => {
    setState({ isBusy: true, error: null });
    const error: unknown = await onSubmit(fields).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) kept.drop();
    setState({ isBusy: false, error });
  };
  return (
    <div className={classes['editor']}>
      <fieldset className={classes['main']} disabled={isReadOnly}>
        <DraftNote backFrom={kept.backFrom} discard={kept.discard} />
        <Names {...texts} onChange={setTexts} />
        <Section title={t.filter}>
          <ConditionGroup
            group={draft}
            level={1}
            names={names}
            onChange={(next) => setDraft(() => next)}
            replace={(key, next) => setDraft((before) => replaced(before, key, next))}
          />
        </Section>
        <FailureNote error={state.error} />
        {isReadOnly ? null : (
          <Actions
            code={aside?.(fields)}
            missing={missing}
            isBusy={state.isBusy}
            submitLabel={submitLabel}
            onSubmit={() => void submit()}
          />
        )}
      </fieldset>
      <aside className={classes['aside']} aria-label={t.live}>
        <LiveAudience filter={filter} />
        {isReadOnly ? aside?.(fields) : null}
      </aside>
    </div>
  );
}

function fieldsOf({ name, description }: Texts, filter: SegmentFilter): SegmentFields {
  return { name: name.trim(), description: description.trim() || null, filter_criteria: filter };
}

interface ActionsProps {
  readonly code: ReactNode;
  /** What has to be filled in before it can be saved; null where nothing has. */
  readonly missing: string | null;
  readonly isBusy: boolean;
  readonly submitLabel: string;
  readonly onSubmit: () => void;
}

function Actions({ code, missing, isBusy, submitLabel, onSubmit }: ActionsProps) {
  return (
    <div className={classes['actions']}>
      <div className={classes['code']}>{code}</div>
      {missing === null ? null : <Hint>{missing}</Hint>}
      <WriteButton onClick={onSubmit} loading={isBusy} disabled={missing !== null}>
        {submitLabel}
      </WriteButton>
    </div>
  );
}

interface Written {
  readonly texts: Texts;
  readonly draft: GroupDraft;
}

/** What is being written, kept from the first change on. */
function useKeptDraft(name: string | undefined, initial: SegmentFields) {
  const draft = useDraft<Written>(name);
  const fresh = (): Written => ({
    texts: { name: initial.name, description: initial.description ?? '' },
    draft: draftOf(initial.filter_criteria),
  });
  const [{ written, backFrom, isChanged }, setState] = useState(() => {
    const found = draft.found();
    return found === null
      ? { written: fresh(), backFrom: null, isChanged: false }
      : { written: { ...found.values, draft: withNewKeys(found.values.draft) }, backFrom: found.at, isChanged: false };
  });
  useEffect(() => {
    if (isChanged) draft.keep(written);
  }, [draft, written, isChanged]);
  return {
    ...{ written, backFrom, drop: draft.drop },
    write: (change: (before: Written) => Written) =>
      setState((before) => ({ ...before, written: change(before.written), isChanged: true })),
    discard() {
      draft.drop();
      setState({ written: fresh(), backFrom: null, isChanged: false });
    },
  };
}

interface Texts {
  readonly name: string;
  readonly description: string;
}

function Names({ name, description, onChange }: Texts & { readonly onChange: (texts: Texts) => void }) {
  const t = useTexts(segmentsMessages);
  return (
    <div className={classes['texts']}>
      <TextInput
        label={t.name}
        withAsterisk
        maxLength={200}
        value={name}
        onChange={(event) => onChange({ name: event.currentTarget.value, description })}
      />
      <TextInput
        label={t.description}
        maxLength={2000}
        value={description}
        onChange={(event) => onChange({ name, description: event.currentTarget.value })}
      />
    </div>
  );
}
