import { useSessionActions, useIdentity } from '../api/session-context.tsx';
import type { InputOf, OutputOf } from '../api/operations.ts';
import { useChange, useRead } from '../api/use-operation.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../ui/feedback/state.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { SwitchField, TextField, TimeZoneField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { uiMessages } from '../ui/ui.messages.ts';
import { settingsMessages } from './settings.messages.ts';
import { settingsFields, settingsInput, type SettingsFields } from './settings-form.ts';
import classes from './settings.module.css';

const schema = async () => (await import('@marquee/api/workspace/settings.contract')).settings.update.input;

type Settings = OutputOf<'workspace.settings.get'>;

/** The workspace's name, clock and defaults. */
export function SettingsPage() {
  const t = useTexts(settingsMessages);
  const { scopes } = useIdentity();
  const read = useRead('workspace.settings.get', {});
  const canChange = scopes.includes('workspace:admin');
  return (
    <Page title={t.title} layout="narrow" actions={<ShowAsCode operation="workspace.settings.get" input={{}} />}>
      <Loaded read={read}>
        {(settings) => (canChange ? <Editable settings={settings} /> : <ReadOnly settings={settings} />)}
      </Loaded>
    </Page>
  );
}

function Editable({ settings }: { readonly settings: Settings }) {
  const t = useTexts(settingsMessages);
  const ui = useTexts(uiMessages);
  const say = useToast();
  const { reload } = useSessionActions();
  const update = useChange('workspace.settings.update', { refreshes: ['workspace.settings.'] });
  const submit = async (input: InputOf<'workspace.settings.update'>) => {
    await update.mutateAsync(input);
    await reload();
    say(t.saved);
  };
  return (
    <Form<SettingsFields, InputOf<'workspace.settings.update'>>
      key={JSON.stringify(settings)}
      schema={schema}
      operation="workspace.settings.update"
      draft="settings"
      initial={settingsFields(settings)}
      toInput={settingsInput}
      onSubmit={submit}
      submitLabel={ui.save}
    >
      <Section title={t.general}>
        <div className={classes['fields']}>
          <TextField name="name" label={t.name} />
          <TimeZoneField name="time_zone" label={t.zone} description={t.zoneHint} />
        </div>
      </Section>
      <Section title={t.quiet}>
        <p className={classes['hint']}>{t.quietHint}</p>
        <div className={classes['pair']}>
          <TextField name="default_quiet_hours.start" label={t.quietStart} placeholder="21:00" />
          <TextField name="default_quiet_hours.end" label={t.quietEnd} placeholder="08:00" />
        </div>
      </Section>
      <Section title={t.links}>
        <SwitchField name="allow_private_links" label={t.privateLinks} description={t.privateLinksHint} />
      </Section>
      <Section title={t.cap}>
        <p className={classes['hint']}>{t.capHint}</p>
        <div className={classes['pair']}>
          <TextField name="frequency_cap.messages" label={t.capMessages} type="number" />
          <TextField name="frequency_cap.days" label={t.capDays} type="number" />
        </div>
      </Section>
    </Form>
  );
}

function ReadOnly({ settings }: { readonly settings: Settings }) {
  const t = useTexts(settingsMessages);
  return (
    <Section title={t.general}>
      <Facts
        facts={[
          [t.name, settings.name],
          [t.zone, settings.time_zone],
        ]}
      />
      <p className={classes['hint']}>{t.readOnly}</p>
    </Section>
  );
}
