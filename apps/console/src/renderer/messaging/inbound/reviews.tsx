import { Button, TextInput } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import type { ItemOf } from '../../api/operations.ts';
import { useChange } from '../../api/use-operation.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog, DialogActions } from '../../ui/dialogs/dialog.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { StatusPill } from '../../ui/feedback/status-pill.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { oneOf, useUrlState } from '../../ui/filters/use-url-state.ts';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { Hint, Quiet } from '../../ui/quiet.tsx';
import { DataTable, type Column } from '../../ui/tables/data-table.tsx';
import classes from './inbound.module.css';
import { inboundMessages } from './inbound.messages.ts';

type Review = ItemOf<'messaging.optOutReviews.list'>;

/** Which reviews are shown: those that wait, unless the address says otherwise. */
export function useReviewStatus(): Review['status'] {
  const [{ review }] = useUrlState();
  return oneOf(review, ['open', 'stopped', 'released']) ?? 'open';
}

/** Answers that may mean stop: a person says which it was. */
export function Reviews() {
  const t = useTexts(inboundMessages);
  const status = useReviewStatus();
  const [judged, setJudged] = useState<Review | null>(null);
  const columns = useColumns(setJudged);
  const input = useMemo(() => ({ status }), [status]);
  return (
    <>
      <DataTable
        list="messaging.optOutReviews.list"
        input={input}
        label={t.reviews}
        columns={columns}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={CircleCheck} title={t.reviewsEmpty}>
            {t.reviewsEmptyText}
          </EmptyState>
        }
      />
      {judged === null ? null : <Judge review={judged} onClose={() => setJudged(null)} />}
    </>
  );
}

const tones = { open: 'warn', stopped: 'bad', released: 'good' } as const;

function useColumns(onJudge: (review: Review) => void): readonly Column<Review>[] {
  const t = useTexts(inboundMessages);
  const { scopes } = useIdentity();
  const { instant, number } = useFormats();
  const canJudge = scopes.includes('messaging:write');
  return useMemo(
    () => [
      { id: 'from', title: t.from, width: '10rem', cell: ({ from_phone }) => from_phone },
      { id: 'text', title: t.text, width: 'minmax(12rem, 1fr)', cell: ({ body }) => <span title={body}>{body}</span> },
      {
        id: 'status',
        title: t.status,
        width: '8rem',
        cell: ({ status }) => <StatusPill tone={tones[status]} label={t[status]} />,
      },
      {
        id: 'waiting',
        title: t.waiting,
        width: '7rem',
        isNumeric: true,
        cell: ({ waiting_messages }) => number(waiting_messages),
      },
      {
        id: 'at',
        title: t.received,
        width: '15rem',
        isNumeric: true,
        cell: ({ received_at }) => <Quiet>{instant(received_at)}</Quiet>,
      },
      {
        id: 'judge',
        title: t.judge,
        isTitleHidden: true,
        width: '7rem',
        cell: (review) =>
          canJudge && review.status === 'open' ? (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={t.judgeOf(review.from_phone)}
              onClick={() => onJudge(review)}
            >
              {t.judge}
            </Button>
          ) : null,
      },
    ],
    [t, instant, number, canJudge, onJudge],
  );
}

function Judge({ review, onClose }: { readonly review: Review; readonly onClose: () => void }) {
  const t = useTexts(inboundMessages);
  const { number } = useFormats();
  const say = useToast();
  const [note, setNote] = useState('');
  const resolve = useChange('messaging.optOutReviews.resolve', {
    refreshes: ['messaging.optOutReviews.', 'messaging.contacts.', 'messaging.campaigns.summary'],
  });
  const decide = (decision: 'stop' | 'release') => {
    const input = { review_id: review.id, decision, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    resolve.mutate(input, {
      onSuccess({ from_phone, messages_excluded, messages_released }) {
        say(
          decision === 'stop'
            ? t.stoppedToast(from_phone, number(messages_excluded))
            : t.releasedToast(from_phone, number(messages_released)),
        );
        onClose();
      },
    });
  };
  return (
    <Dialog title={t.judgeTitle} isOpen onClose={onClose} size="sm">
      <blockquote className={classes['body']}>{review.body}</blockquote>
      <Hint>{t.held(number(review.waiting_messages))}</Hint>
      <TextInput
        label={t.note}
        description={t.noteHint}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FailureNote error={resolve.error} />
      <DialogActions>
        <WriteButton variant="default" disabled={resolve.isPending} onClick={() => decide('release')}>
          {t.decideRelease}
        </WriteButton>
        <WriteButton color="red.9" disabled={resolve.isPending} onClick={() => decide('stop')}>
          {t.decideStop}
        </WriteButton>
      </DialogActions>
    </Dialog>
  );
}
