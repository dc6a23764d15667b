import { Button } from '@mantine/core';
import type { SnippetName } from '@marquee/sdk/snippets';
import { useWatch } from 'react-hook-form';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { SelectField, TextField, TimeZoneField } from '../../ui/forms/fields.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { InstantField } from '../../ui/forms/instant-field.tsx';
import { Hint } from '../../ui/quiet.tsx';
import { audienceInput, messageInput, timingInput, type CampaignFields } from './campaign-form.ts';
import classes from './campaigns.module.css';
import { useSegmentChoices, useSegmentSize, useSenderChoices, useTemplateChoices } from './campaigns.queries.ts';
import { wizardMessages } from './wizard.messages.ts';

/** The steps that a person fills in; the send plan follows them. */
export const wizardSteps = ['message', 'audience', 'timing'] as const;

/** One of the steps. */
export type StepName = (typeof wizardSteps)[number];

interface WizardStepsProps {
  readonly step: StepName;
  /** Goes to another step; null where there is no choice. */
  readonly onStep: ((step: StepName) => void) | null;
}

/** Where one is on the way to the send plan. */
export function WizardSteps({ step, onStep }: WizardStepsProps) {
  const t = useTexts(wizardMessages);
  return (
    <ol className={classes['steps']} aria-label={t.steps}>
      {([...wizardSteps, 'plan'] as const).map((each, index) => (
        <li key={each} className={classes['step']} aria-current={each === step ? 'step' : undefined}>
          {index + 1}
          {each === 'plan' || onStep === null || wizardSteps.indexOf(each) >= wizardSteps.indexOf(step) ? (
            <span>{t[each]}</span>
          ) : (
            <Button variant="subtle" size="compact-xs" onClick={() => onStep(each)}>
              {t[each]}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

interface WizardStepProps {
  /** The name that what is typed is kept under. */
  readonly draft: string;
  readonly step: StepName;
  readonly fields: CampaignFields;
  readonly onSubmit: (fields: CampaignFields) => Promise<unknown>;
  readonly submitLabel: string;
  readonly operation: SnippetName;
  /** What the operation takes, from what stands in the fields of this step. */
  readonly toCall: (fields: CampaignFields) => object;
}

const contract = async () => (await import('@marquee/api/messaging/campaigns.contract')).campaigns.update.input;
const schemas = {
  message: async () => (await contract()).pick({ name: true, description: true, template_id: true }).required(),
  audience: async () => (await contract()).pick({ segment_id: true }).required(),
  timing: async () => (await contract()).omit({ campaign_id: true }),
};

/** The fields of one step. */
export function WizardStep({ step, draft, fields, onSubmit, ...call }: WizardStepProps) {
  const { timeZone } = useFormats();
  let values = fields;
  const toInput = (now: CampaignFields) => {
    values = now;
    return { message: messageInput, audience: audienceInput, timing: () => timingInput(now, timeZone) }[step](now);
  };
  return (
    <Form<CampaignFields, object>
      schema={schemas[step]}
      draft={draft}
      initial={fields}
      toInput={toInput}
      onSubmit={() => onSubmit(values)}
      {...call}
    >
      {step === 'message' ? <MessageFields /> : null}
      {step === 'audience' ? <AudienceFields /> : null}
      {step === 'timing' ? <TimingFields /> : null}
    </Form>
  );
}

function MessageFields() {
  const t = useTexts(wizardMessages);
  const templates = useTemplateChoices();
  const chosen = useWatch<CampaignFields, 'template_id'>({ name: 'template_id' });
  const template = templates.find(({ id }) => id === chosen);
  return (
    <>
      <TextField name="name" label={t.name} description={t.nameHint} isRequired isFirst />
      <SelectField
        name="template_id"
        label={t.template}
        isRequired
        isSearchable
        options={templates.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {template === undefined ? null : <p className={classes['bubble']}>{template.content}</p>}
      <TextField name="description" label={t.description} />
    </>
  );
}

function AudienceFields() {
  const t = useTexts(wizardMessages);
  const { number } = useFormats();
  const segments = useSegmentChoices();
  const chosen = useWatch<CampaignFields, 'segment_id'>({ name: 'segment_id' });
  const { data } = useSegmentSize(chosen);
  return (
    <>
      <SelectField
        name="segment_id"
        label={t.segment}
        isRequired
        isSearchable
        options={segments.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div role="status">
        {data === undefined ? null : <Hint>{t.matching(number(data.matching_users), number(data.opted_in))}</Hint>}
      </div>
    </>
  );
}

function TimingFields() {
  const t = useTexts(wizardMessages);
  const senders = useSenderChoices().map(({ sender_id, phone_e164, simulated }) => ({
    value: sender_id,
    label: (simulated ? t.simulated : t.real)(sender_id, phone_e164),
  }));
  return (
    <>
      <div className={classes['pair']}>
        <InstantField name="schedule_time" label={t.schedule} description={t.scheduleHint} />
        <InstantField name="expires_at" label={t.expires} description={t.expiresHint} />
      </div>
      <SelectField name="sender_id" label={t.sender} description={t.senderHint} options={senders} isClearable />
      <Hint>{t.quietHint}</Hint>
      <div className={classes['pair']}>
        <TextField name="quiet_hours_start" label={t.quietStart} placeholder="21:00" />
        <TextField name="quiet_hours_end" label={t.quietEnd} placeholder="08:00" />
      </div>
      <TextField name="rate_limit_per_second" label={t.rate} type="number" />
      <TimeZoneField name="time_zone" label={t.zone} description={t.zoneHint} isClearable />
      <div className={classes['pair']}>
        <TextField name="frequency_cap.messages" label={t.capMessages} description={t.capHint} type="number" />
        <TextField name="frequency_cap.days" label={t.capDays} type="number" />
      </div>
    </>
  );
}
