import { useParams } from '@tanstack/react-router';
import { useIdentity } from '../../api/session-context.tsx';
import type { InputOf } from '../../api/operations.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Page } from '../../ui/page.tsx';
import { SegmentEditor, type SegmentFields } from './segment-editor.tsx';
import { segmentsMessages } from './segments.messages.ts';
import { undoSegment, useDeleteSegment, useSegment, useUpdateSegment, type Segment } from './segments.queries.ts';

/** One segment: its conditions, and who matches them now. */
export function SegmentPage() {
  const t = useTexts(segmentsMessages);
  const { segment: id = '' }: { readonly segment?: string } = useParams({ strict: false });
  const read = useSegment(id);
  return (
    <Page
      title={read.data?.name ?? t.title}
      parent={{ label: t.title, to: '/audiences/segments' }}
      actions={read.data === undefined ? null : <Actions segment={read.data} />}
    >
      <Loaded read={read}>{(segment) => <Editor key={segment.updated_at} segment={segment} />}</Loaded>
    </Page>
  );
}

function Editor({ segment }: { readonly segment: Segment }) {
  const t = useTexts(segmentsMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const update = useUpdateSegment();
  const submit = async (fields: SegmentFields) => {
    // The wire's filter is the rules' filter; only its lists are not marked as read-only.
    await update.mutateAsync({ segment_id: segment.id, ...fields } as InputOf<'messaging.segments.update'>);
    say(t.savedToast, () => update.mutateAsync(undoSegment(segment)));
  };
  return (
    <SegmentEditor
      draftName={`segment.${segment.id}`}
      initial={segment}
      submitLabel={t.save}
      onSubmit={submit}
      isReadOnly={!scopes.includes('messaging:write')}
      aside={() => <ShowAsCode operation="messaging.segments.evaluate" input={{ segment_id: segment.id }} />}
    />
  );
}

function Actions({ segment: { id, name } }: { readonly segment: Segment }) {
  const t = useTexts(segmentsMessages);
  const say = useToast();
  const { scopes } = useIdentity();
  const remove = useDeleteSegment();
  const confirm = async () => {
    await remove.mutateAsync({ segment_id: id });
    say(t.deletedToast(name));
  };
  return (
    <>
      <ShowAsCode operation="messaging.segments.get" input={{ segment_id: id }} />
      {scopes.includes('messaging:write') ? (
        <ConfirmButton
          label={t.delete}
          title={t.deleteTitle}
          text={t.deleteText}
          verb={t.deleteVerb}
          onConfirm={confirm}
        />
      ) : null}
    </>
  );
}
