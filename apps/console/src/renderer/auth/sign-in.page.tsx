import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useSessionActions } from '../api/session-context.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { usePlatform } from '../platform/platform.tsx';
import type { UrlState } from '../ui/filters/use-url-state.ts';
import { PasswordField, TextField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';
import { pathToGoOn } from './path-to-go-on.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.login.input;

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in with an address and a password, then goes on to where the person was going. */
export function SignInPage() {
  const t = useTexts(authMessages);
  const { signIn } = useSessionActions();
  const navigate = useNavigate();
  const { next, ended, reset, workspace }: UrlState = useSearch({ strict: false });
  const submit = async (input: Credentials) => {
    await signIn({ ...input, ...(workspace === undefined ? {} : { workspace_id: workspace }) });
    await navigate({ href: pathToGoOn(next) });
  };
  const { keepsSession } = usePlatform();
  const text = ended === 'yes' ? t.ended : reset === 'yes' ? t.resetDone : keepsSession ? undefined : t.notKept;
  const below = (
    <>
      {t.noAccount} <Link to="/register">{t.register}</Link>
    </>
  );
  return (
    <AuthCard title={t.signInTitle} below={below} {...(text === undefined ? {} : { text })}>
      <Form
        schema={schema}
        initial={{ email: '', password: '' }}
        toInput={(fields: Credentials) => fields}
        onSubmit={submit}
        submitLabel={t.signIn}
        aside={<Link to="/forgot-password">{t.forgot}</Link>}
      >
        <TextField name="email" label={t.email} type="email" autoComplete="username" />
        <PasswordField name="password" label={t.password} autoComplete="current-password" />
      </Form>
    </AuthCard>
  );
}
