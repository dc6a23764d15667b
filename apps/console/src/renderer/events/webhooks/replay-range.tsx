import { useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { NumberField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { deliveriesMessages } from './webhook-deliveries.messages.ts';
import { useReplayRange, type Webhook } from './webhooks.queries.ts';

const schema = async () => (await import('@marquee/api/events/webhooks.contract')).webhooks.replayRange.input;

interface ReplayRangeProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Range {
  readonly after: number;
  readonly until: number;
}

/** The dialog that delivers a range of the event log again, part by part where it is long. */
export function ReplayRange({ webhook, isOpen, onClose }: ReplayRangeProps) {
  const t = useTexts(deliveriesMessages);
  const { number } = useFormats();
  const say = useToast();
  const replay = useReplayRange();
  const [rest, setRest] = useState<Range | null>(null);
  const close = () => {
    setRest(null);
    onClose();
  };
  const submit = async (input: Parameters<typeof replay.mutateAsync>[0]) => {
    const { count, next_after: after } = await replay.mutateAsync(input);
    say(t.rangeDone(number(count)));
    if (after === null) close();
    else setRest({ after, until: input.until });
  };
  return (
    <Dialog title={t.replayRange} isOpen={isOpen} onClose={close}>
      <Form
        key={rest?.after}
        schema={schema}
        operation="events.webhooks.replayRange"
        initial={rest ?? { after: Math.max(0, webhook.cursor - 100), until: webhook.cursor }}
        toInput={({ after, until }: Range) => ({ webhook_id: webhook.id, after, until })}
        onSubmit={submit}
        submitLabel={t.replay}
        onCancel={close}
      >
        <div>{rest === null ? t.replayRangeText : t.rangeMore(number(rest.after))}</div>
        <NumberField name="after" label={t.after} min={0} isRequired />
        <NumberField name="until" label={t.until} min={1} isRequired />
      </Form>
    </Dialog>
  );
}
