import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Page } from '../../ui/page.tsx';
import { SegmentEditor, type SegmentFields } from './segment-editor.tsx';
import { segmentsMessages } from './segments.messages.ts';
import { useCreateSegment } from './segments.queries.ts';

const initial: SegmentFields = {
  name: '',
  description: null,
  filter_criteria: { attribute: 'consent_state', operator: 'equals', value: 'OPT_IN' },
};

/** Writes a new segment, beginning with everybody who has opted in. */
export function NewSegmentPage() {
  const t = useTexts(segmentsMessages);
  const say = useToast();
  const create = useCreateSegment();
  const submit = async (fields: SegmentFields) => {
    // The wire's filter is the rules' filter; only its lists are not marked as read-only.
    const { name } = await create.mutateAsync(fields as Parameters<typeof create.mutateAsync>[0]);
    say(t.createdToast(name));
  };
  return (
    <Page title={t.new} parent={{ label: t.title, to: '/audiences/segments' }}>
      <SegmentEditor
        draftName="segment.new"
        initial={initial}
        submitLabel={t.create}
        onSubmit={submit}
        isReadOnly={false}
        aside={(fields) => <ShowAsCode operation="messaging.segments.create" input={{ ...fields }} />}
      />
    </Page>
  );
}
