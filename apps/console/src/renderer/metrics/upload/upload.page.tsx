import { Button, FileInput, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/tables/plain-table.tsx';
import classes from '../metrics.module.css';
import { ReceiptDetails } from './receipt-details.tsx';
import type { Receipt } from './upload-file.ts';
import { uploadMessages } from './upload.messages.ts';
import { useUpload, type UploadState } from './use-upload.ts';

const typePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const example = [{ date: '2026-03-15', campaign_name: 'Summer Sale', impressions: 15_000, clicks: 450, spend: 299.99 }];

/** Brings a CSV of metrics in, batch by batch. */
export function UploadPage() {
  const t = useTexts(uploadMessages);
  const [{ type = '' }, setUrl] = useUrlState();
  const [file, setFile] = useState<File | null>(null);
  const { state, start, stop } = useUpload();
  const isRunning = state.status === 'running';
  const isValid = typePattern.test(type);
  const submit = () => {
    if (file !== null && isValid) void start(file, type);
  };
  return (
    <Page
      title={t.title}
      layout="narrow"
      actions={
        <ShowAsCode operation="metrics.batches.upload" input={{ data_type: type || 'meta_ads', data: example }} />
      }
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className={classes['intro']}>{t.intro}</p>
        <FileInput
          label={t.file}
          placeholder={t.choose}
          accept=".csv,text/csv,text/tab-separated-values"
          value={file}
          onChange={setFile}
          size="sm"
          disabled={isRunning}
        />
        <TextInput
          label={t.dataType}
          description={t.dataTypeHint}
          value={type}
          onChange={(event) => setUrl({ type: event.currentTarget.value })}
          error={type === '' || isValid ? null : t.badType}
          disabled={isRunning}
        />
        <Buttons isRunning={isRunning} isReady={file !== null && isValid} onStop={stop} />
      </form>
      <Outcome state={state} size={file?.size ?? 0} type={type} />
    </Page>
  );
}

interface ButtonsProps {
  readonly isRunning: boolean;
  readonly isReady: boolean;
  readonly onStop: () => void;
}

function Buttons({ isRunning, isReady, onStop }: ButtonsProps) {
  const t = useTexts(uploadMessages);
  return (
    <div className={classes['actions']}>
      {isRunning ? (
        <Button variant="default" onClick={onStop}>
          {t.stop}
        </Button>
      ) : null}
      <WriteButton type="submit" leftSection={<Upload size={14} aria-hidden />} loading={isRunning} disabled={!isReady}>
        {t.start}
      </WriteButton>
    </div>
  );
}

function Outcome({ state, size, type }: { readonly state: UploadState; readonly size: number; readonly type: string }) {
  const t = useTexts(uploadMessages);
  const { number } = useFormats();
  const { status, bytesRead, receipts, error } = state;
  if (status === 'idle') return null;
  const taken = receipts.reduce((sum, { accepted, replaced, duplicates }) => sum + accepted + replaced + duplicates, 0);
  return (
    <div role="status" className={classes['outcome']}>
      <ProgressBar label={t.progress} done={Math.ceil(bytesRead / 1024)} total={Math.ceil(size / 1024)} />
      {status === 'stopped' ? <p>{t.stopped}</p> : null}
      {status === 'failed' ? <FailureNote error={error} /> : null}
      {status === 'done' ? (
        <p>
          {receipts.length === 0 ? t.empty : t.done(number(taken))}{' '}
          <Link to="/insights/explore" search={{ type }} className={classes['link'] ?? ''}>
            {t.explore}
          </Link>
        </p>
      ) : null}
      {receipts.length === 0 ? null : <Receipts receipts={receipts} />}
    </div>
  );
}

function Receipts({ receipts }: { readonly receipts: readonly Receipt[] }) {
  const t = useTexts(uploadMessages);
  const { number } = useFormats();
  const [shown, setShown] = useState<Receipt | null>(null);
  return (
    <Section title={t.receipts}>
      <PlainTable
        label={t.receipts}
        head={[t.batch, t.received, t.accepted, t.replaced, t.duplicates, t.rejected, '']}
        numeric={[1, 2, 3, 4, 5]}
        rows={receipts.map((receipt, index) => ({
          id: receipt.batch_id,
          cells: [
            number(index + 1),
            ...[receipt.records_received, receipt.accepted, receipt.replaced, receipt.duplicates].map(number),
            number(receipt.rejected),
            <Button
              key="show"
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={t.showOf(number(index + 1))}
              onClick={() => setShown(receipt)}
            >
              {t.show}
            </Button>,
          ],
        }))}
      />
      <ReceiptDetails receipt={shown} onClose={() => setShown(null)} />
    </Section>
  );
}
