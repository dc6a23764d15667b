import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSessionActions } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { TextField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.forgotPassword.input;

/** Asks for a mail with a link to set a new password. */
export function ForgotPasswordPage() {
  const t = useTexts(authMessages);
  const { anonymous } = useSessionActions();
  const [answer, setAnswer] = useState<string | null>(null);
  const submit = async (input: InputOf<'auth.forgotPassword'>) =>
    setAnswer((await anonymous.mutate('auth.forgotPassword', input)).message);
  return (
    <AuthCard
      title={answer === null ? t.forgotTitle : t.sentTitle}
      text={answer ?? t.forgotText}
      below={<Link to="/sign-in">{t.back}</Link>}
    >
      {answer === null ? (
        <Form schema={schema} initial={{ email: '' }} onSubmit={submit} submitLabel={t.sendLink}>
          <TextField name="email" label={t.email} type="email" autoComplete="username" />
        </Form>
      ) : null}
    </AuthCard>
  );
}
