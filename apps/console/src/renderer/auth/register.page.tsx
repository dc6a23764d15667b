import { Link, useNavigate } from '@tanstack/react-router';
import { useSessionActions } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { PasswordField, TextField, TimeZoneField } from '../ui/fields.tsx';
import { Form } from '../ui/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.register.input;

/** Makes an account with a workspace of its own, in the time zone that this device is in. */
export function RegisterPage() {
  const t = useTexts(authMessages);
  const { register } = useSessionActions();
  const navigate = useNavigate();
  const initial = {
    email: '',
    password: '',
    full_name: '',
    workspace_name: '',
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const submit = async (input: InputOf<'auth.register'>) => {
    await register(input);
    await navigate({ to: '/' });
  };
  const below = (
    <>
      {t.hasAccount} <Link to="/sign-in">{t.signIn}</Link>
    </>
  );
  return (
    <AuthCard title={t.registerTitle} below={below}>
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
