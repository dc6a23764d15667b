import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { FileDrop } from '../../ui/forms/file-drop.tsx';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { consentStates } from '../contacts/contacts.queries.ts';
import { guessChoices, mappingIssue, mappingOf, type ColumnChoice } from './column-mapping.ts';
import { ColumnTable } from './column-table.tsx';
import { columnsOf, type FileColumn } from './file-columns.ts';
import { sizeOf } from './file-size.ts';
import { importsMessages } from './imports.messages.ts';
import { useCreateImport } from './imports.queries.ts';
import classes from './new-import.module.css';

interface Chosen {
  readonly file: File;
  readonly columns: readonly FileColumn[];
}

/** Takes a file, shows what its columns become, and sends it. */
export function NewImportPage() {
  const t = useTexts(importsMessages);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const choose = async (file: File) => setChosen({ file, columns: await columnsOf(file) });
  return (
    <Page title={t.newTitle} parent={{ label: t.title, to: '/audiences/imports' }} layout="narrow">
      {chosen === null || chosen.columns.length === 0 ? (
        <div>
          <FileDrop
            label={t.choose}
            hint={t.chooseHint}
            accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,application/json"
            onFile={(file) => void choose(file)}
          />
          {chosen === null ? null : (
            <p className={classes['problem']} role="alert">
              <strong>{chosen.file.name}</strong> {t.unreadable}
            </p>
          )}
        </div>
      ) : (
        <Mapping key={chosen.file.name} {...chosen} onAgain={() => setChosen(null)} />
      )}
    </Page>
  );
}

function Mapping({ file, columns, onAgain }: Chosen & { readonly onAgain: () => void }) {
  const t = useTexts(importsMessages);
  const create = useCreateImport();
  const [choices, setChoices] = useState<readonly ColumnChoice[]>(() => guessChoices(columns.map(({ name }) => name)));
  const [consent, setConsent] = useState<(typeof consentStates)[number]>('OPT_OUT');
  const [evidence, setEvidence] = useState('');
  const issue = mappingIssue(choices);
  const mapping = mappingOf(choices);
  const send = () => create.mutate({ file, mapping, consent, evidence });
  return (
    <div>
      <Section
        title={t.file}
        actions={
          <Button variant="default" onClick={onAgain}>
            {t.another}
          </Button>
        }
      >
        {file.name} <Quiet>{sizeOf(file.size)}</Quiet>
      </Section>
      <Section title={t.columns}>
        <Hint>{t.columnsHint}</Hint>
        <ColumnTable columns={columns} choices={choices} onChange={setChoices} />
        {issue === null ? null : (
          <p className={classes['problem']} role="alert">
            {t[issue]}
          </p>
        )}
      </Section>
      <div className={classes['fields']}>
        <Select
          label={t.consent}
          description={t.consentHint}
          allowDeselect={false}
          data={consentStates.map((value) => ({ value, label: t[value] }))}
          value={consent}
          onChange={(value) => setConsent(consentStates.find((state) => state === value) ?? 'OPT_OUT')}
        />
        <TextInput
          label={t.evidence}
          description={t.evidenceHint}
          maxLength={500}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
      </div>
      <FailureNote error={create.error} />
      <div className={classes['actions']}>
        <ShowAsCode
          operation="messaging.contactImports.create"
          input={{ file: file.name, mapping: JSON.stringify(mapping), default_consent_state: consent }}
        />
        <WriteButton onClick={send} disabled={issue !== null} loading={create.isPending}>
          {t.import}
        </WriteButton>
      </div>
    </div>
  );
}
