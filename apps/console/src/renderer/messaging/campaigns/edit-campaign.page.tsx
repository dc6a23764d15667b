import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { InputOf } from '../../api/operations.ts';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { oneOf, useUrlState } from '../../ui/filters/use-url-state.ts';
import { withoutEmpty } from '../../ui/forms/form-resolver.ts';
import { useDraft } from '../../ui/forms/use-draft.ts';
import { Page } from '../../ui/page.tsx';
import {
  audienceInput,
  changedTiming,
  fieldsOf,
  messageInput,
  newCampaignFields,
  type CampaignFields,
} from './campaign-form.ts';
import { campaignsMessages } from './campaigns.messages.ts';
import { useCampaign, useCreateCampaign, useUpdateCampaign, type Campaign } from './campaigns.queries.ts';
import { WizardStep, wizardSteps, WizardSteps, type StepName } from './wizard-steps.tsx';
import { wizardMessages } from './wizard.messages.ts';

/** The way to a new campaign: what, whom, when. It is kept as a draft as soon as it has a text and an audience. */
export function NewCampaignPage() {
  const t = useTexts(wizardMessages);
  const list = useTexts(campaignsMessages);
  const navigate = useNavigate();
  const create = useCreateCampaign();
  const draft = useDraft<CampaignFields>('campaign.new');
  const [fields, setFields] = useState<CampaignFields>(() => draft.found()?.values ?? newCampaignFields);
  const step = fields.template_id === '' ? 'message' : 'audience';
  const submit = async (next: CampaignFields) => {
    if (step === 'message') {
      draft.keep(next);
      return setFields(next);
    }
    const { id } = await create.mutateAsync({ ...messageInput(next), ...audienceInput(next) });
    draft.drop();
    await navigate({ to: `/campaigns/messaging/${id}/edit`, search: { step: 'timing' }, replace: true });
  };
  return (
    <Page title={t.newTitle} parent={{ label: list.title, to: '/campaigns/messaging' }} layout="narrow">
      <div>
        <WizardSteps
          step={step}
          onStep={step === 'audience' ? () => setFields({ ...fields, template_id: '' }) : null}
        />
        <WizardStep
          key={step}
          step={step}
          draft={`campaign.new.${step}`}
          fields={fields}
          onSubmit={submit}
          submitLabel={t.next}
          operation="messaging.campaigns.create"
          toCall={(now) => withoutEmpty({ ...messageInput(now), ...audienceInput(now) })}
        />
      </div>
    </Page>
  );
}

/** The same steps for a campaign that is kept already. */
export function EditCampaignPage() {
  const t = useTexts(wizardMessages);
  const list = useTexts(campaignsMessages);
  const { campaign: id = '' }: { readonly campaign?: string } = useParams({ strict: false });
  const read = useCampaign(id);
  return (
    <Page
      title={read.data?.name ?? t.editTitle}
      parent={{ label: list.title, to: '/campaigns/messaging' }}
      layout="narrow"
    >
      <Loaded read={read}>{(campaign) => <Steps campaign={campaign} />}</Loaded>
    </Page>
  );
}

function Steps({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(wizardMessages);
  const { timeZone } = useFormats();
  const navigate = useNavigate();
  const update = useUpdateCampaign();
  const [url, setUrl] = useUrlState();
  // What is armed or paused can only change its times.
  const step = campaign.status === 'draft' ? (oneOf(url.step, wizardSteps) ?? 'message') : 'timing';
  const before = fieldsOf(campaign, timeZone);
  const callOf = (fields: CampaignFields) => ({
    campaign_id: campaign.id,
    ...changeOf(step, fields, { before, timeZone }),
  });
  const submit = async (fields: CampaignFields) => {
    await update.mutateAsync(callOf(fields));
    const next = wizardSteps[wizardSteps.indexOf(step) + 1];
    if (next !== undefined) return setUrl({ step: next }, 'push');
    await navigate({ to: `/campaigns/messaging/${campaign.id}` });
  };
  return (
    <div>
      <WizardSteps step={step} onStep={campaign.status === 'draft' ? (next) => setUrl({ step: next }, 'push') : null} />
      <WizardStep
        key={step}
        step={step}
        draft={`campaign.${campaign.id}.${step}`}
        fields={before}
        onSubmit={submit}
        submitLabel={step === 'timing' ? t.toPlan : t.next}
        operation="messaging.campaigns.update"
        toCall={callOf}
      />
    </div>
  );
}

function changeOf(
  step: StepName,
  fields: CampaignFields,
  { before, timeZone }: { readonly before: CampaignFields; readonly timeZone: string },
): Omit<InputOf<'messaging.campaigns.update'>, 'campaign_id'> {
  switch (step) {
    case 'message':
      return messageInput(fields);
    case 'audience':
      return audienceInput(fields);
    case 'timing':
      return changedTiming(fields, before, timeZone);
  }
}
