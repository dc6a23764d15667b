import { useRead } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { PlainTable } from '../../ui/tables/plain-table.tsx';
import type { Receipt } from './upload-file.ts';
import { uploadMessages } from './upload.messages.ts';

interface ReceiptDetailsProps {
  readonly receipt: Receipt | null;
  readonly onClose: () => void;
}

/** What became of one batch: read again until it is processed, with every record that was not taken and why. */
export function ReceiptDetails({ receipt, onClose }: ReceiptDetailsProps) {
  const t = useTexts(uploadMessages);
  return (
    <Dialog title={receipt?.batch_id ?? t.batch} isOpen={receipt !== null} onClose={onClose} size="xl">
      {receipt === null ? null : <Details receipt={receipt} />}
    </Dialog>
  );
}

const followMs = 1000;
const shownMax = 200;

function Details({ receipt }: { readonly receipt: Receipt }) {
  const t = useTexts(uploadMessages);
  const { number } = useFormats();
  const input = { batch_id: receipt.batch_id, data_type: receipt.data_type };
  const read = useRead('metrics.batches.get', input, {
    refetchInterval: ({ state }) => (state.data?.status === 'processed' ? false : followMs),
  });
  return (
    <Loaded read={read}>
      {(batch) => (
        <>
          <Facts
            facts={[
              [
                t.status,
                <StatusPill
                  key="status"
                  tone={batch.status === 'processed' ? 'good' : 'info'}
                  label={t[batch.status]}
                />,
              ],
              [t.metrics, batch.metrics.join(', ') || '–'],
              [t.dimensions, batch.dimensions.join(', ') || '–'],
              [t.rejected, number(batch.rejected)],
            ]}
          />
          <div style={{ height: '1.25rem' }} />
          <Section title={t.rejections} actions={<ShowAsCode operation="metrics.batches.get" input={input} />}>
            {batch.rejections.length === 0 ? (
              t.noneRejected
            ) : (
              <PlainTable
                label={t.rejections}
                head={[t.record, t.field, t.reason]}
                rows={batch.rejections.slice(0, shownMax).map(({ index, field, detail }) => ({
                  id: String(index),
                  cells: [number(index + 1), field ?? '–', detail],
                }))}
              />
            )}
          </Section>
        </>
      )}
    </Loaded>
  );
}
