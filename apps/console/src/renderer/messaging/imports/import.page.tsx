import { Button, Progress } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Stats } from '../../ui/charts/stats.tsx';
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { sizeOf } from './file-size.ts';
import { ImportPill } from './import-pill.tsx';
import { importsMessages } from './imports.messages.ts';
import {
  isUnderWay,
  useCancelImport,
  useImport,
  useImportErrors,
  useImportJob,
  type ContactImport,
} from './imports.queries.ts';
import classes from './new-import.module.css';

/** One import: how far it is, what came of it, and what was left out. */
export function ImportPage() {
  const t = useTexts(importsMessages);
  const { import: id = '' }: { readonly import?: string } = useParams({ strict: false });
  const read = useImport(id);
  return (
    <Page
      title={read.data?.file_name ?? t.title}
      parent={{ label: t.title, to: '/audiences/imports' }}
      layout="narrow"
      beside={read.data === undefined ? null : <ImportPill status={read.data.status} />}
      actions={read.data === undefined ? null : <Actions of={read.data} />}
    >
      <Loaded read={read}>{(record) => <Details of={record} />}</Loaded>
    </Page>
  );
}

function Details({ of: record }: { readonly of: ContactImport }) {
  const t = useTexts(importsMessages);
  const { number, instant } = useFormats();
  return (
    <>
      {isUnderWay(record) ? <HowFar of={record} /> : null}
      {record.error === null ? null : <Hint>{record.error}</Hint>}
      <Stats
        stats={[
          { label: t.rows, value: number(record.processed) },
          { label: t.created, value: number(record.created) },
          { label: t.updated, value: number(record.updated) },
          { label: t.errors, value: number(record.errors) },
          { label: t.suppressed, value: number(record.suppressed) },
        ]}
      />
      {isUnderWay(record) && record.errors === 0 ? null : <LeftOut of={record} />}
      <Section title={t.details}>
        <Facts
          facts={[
            [t.format, record.format.toUpperCase()],
            [t.size, sizeOf(record.bytes)],
            [t.digest, <code key="digest">{record.sha256}</code>],
            [t.defaultConsent, t[record.default_consent_state ?? 'OPT_OUT']],
            [t.started, instant(record.created_at)],
            [t.finished, record.completed_at === null ? '–' : instant(record.completed_at)],
          ]}
        />
      </Section>
    </>
  );
}

function HowFar({ of: record }: { readonly of: ContactImport }) {
  const t = useTexts(importsMessages);
  const { number, percent } = useFormats();
  const { data: job } = useImportJob(record);
  const { done = 0, total = null } = job?.progress ?? {};
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const text = share === null ? (done === 0 ? t.waiting : t.progressOf(number(done))) : t.progress(percent(share));
  return (
    <div role="status" style={{ marginBottom: '1rem' }}>
      <Progress value={(share ?? 0) * 100} animated aria-label={text} mb="0.375rem" />
      <Quiet>{text}</Quiet>
    </div>
  );
}

function LeftOut({ of: { id, errors, validation_errors } }: { readonly of: ContactImport }) {
  const t = useTexts(importsMessages);
  const { number } = useFormats();
  const download = useImportErrors(id);
  if (errors === 0) return <Hint>{t.noErrors}</Hint>;
  const button = (
    <Button
      variant="default"
      leftSection={<Download size={14} aria-hidden />}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t.download}
    </Button>
  );
  return (
    <Section title={t.leftOut} actions={button}>
      {validation_errors.length < errors ? (
        <Hint>{t.leftOutHint(validation_errors.length, number(errors))}</Hint>
      ) : null}
      <FailureNote error={download.error} />
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t.row}</th>
            <th scope="col">{t.field}</th>
            <th scope="col">{t.reason}</th>
          </tr>
        </thead>
        <tbody>
          {validation_errors.map(({ row, field, reason }) => (
            <tr key={`${row} ${field ?? ''} ${reason}`}>
              <td>{number(row)}</td>
              <td>{field ?? <Quiet>{t.wholeRow}</Quiet>}</td>
              <td style={{ whiteSpace: 'normal' }}>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Actions({ of: record }: { readonly of: ContactImport }) {
  const t = useTexts(importsMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const cancel = useCancelImport();
  const confirm = async () => {
    await cancel.mutateAsync({ import_id: record.id });
    say(t.cancelledToast);
  };
  return (
    <>
      <ShowAsCode operation="messaging.contactImports.get" input={{ import_id: record.id }} />
      {record.status === 'completed' ? (
        <Button component={Link} to="/audiences/contacts">
          {t.showContacts}
        </Button>
      ) : null}
      {isUnderWay(record) && scopes.includes('messaging:write') ? (
        <ConfirmButton label={t.cancel} title={t.cancelTitle} text={t.cancelText} verb={t.cancel} onConfirm={confirm} />
      ) : null}
    </>
  );
}
