import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { DemoFate } from '../api/session.ts';
import { useSession, useSessionActions } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import type { UrlState } from '../ui/filters/use-url-state.ts';
import { PasswordField, TextField, TimeZoneField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.register.input;

/** Makes an account with a workspace of its own, in the time zone that this device is in. */
export function RegisterPage() {
  const t = useTexts(authMessages);
  const { register, leaveDemo } = useSessionActions();
  const say = useToast();
  const navigate = useNavigate();
  const fate = useFateOfDemo();
  const initial = {
    email: '',
    password: '',
    full_name: '',
    workspace_name: '',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const submit = async (input: InputOf<'auth.register'>) => {
    if (fate === null) await register(input);
    else if (!(await leaveDemo(input, fate))) say(t.demoNotDeleted);
    await navigate({ to: '/' });
  };
  const below =
    fate === null ? (
      <>
        {t.hasAccount} <Link to="/sign-in">{t.signIn}</Link>
      </>
    ) : (
      <Link to="/">{t.backToDemo}</Link>
    );
  const text = fate === null ? {} : { text: fate === 'keep' ? t.demoStays : t.demoGoes };
  return (
    <AuthCard title={t.registerTitle} below={below} {...text}>
      <Form schema={schema} initial={initial} onSubmit={submit} submitLabel={t.register}>
        <TextField name="full_name" label={t.fullName} autoComplete="name" />
        <TextField name="email" label={t.email} type="email" autoComplete="username" />
        <PasswordField name="password" label={t.password} description={t.passwordHint} autoComplete="new-password" />
        <TextField
          name="workspace_name"
          label={t.workspaceName}
          description={t.workspaceHint}
          autoComplete="organization"
        />
        <TimeZoneField name="time_zone" label={t.timeZone} />
      </Form>
    </AuthCard>
  );
}

/** What is to become of the demo, for somebody who comes from it; null for everybody else. */
function useFateOfDemo(): DemoFate | null {
  const { demo }: UrlState = useSearch({ strict: false });
  const isInDemo = useSession().identity?.workspace.is_demo === true;
  return isInDemo && (demo === 'keep' || demo === 'delete') ? demo : null;
}
