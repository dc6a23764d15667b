import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSessionActions } from '../api/session-context.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { PasswordField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';
import { tokenOfAddress } from './token-of-address.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.resetPassword.input;

/** Sets a new password with the token from the mail. */
export function ResetPasswordPage() {
  const t = useTexts(authMessages);
  const { anonymous } = useSessionActions();
  const navigate = useNavigate();
  const [token] = useState(() => tokenOfAddress(location.hash));
  const submit = async (input: { readonly token: string; readonly new_password: string }) => {
    await anonymous.mutate('auth.resetPassword', input);
    await navigate({ href: '/sign-in?reset=yes', replace: true });
  };
  return (
    <AuthCard
      title={t.resetTitle}
      below={<Link to="/sign-in">{t.back}</Link>}
      {...(token === null ? { text: t.noToken } : {})}
    >
      {token === null ? null : (
        <Form
          schema={schema}
          initial={{ new_password: '' }}
          toInput={({ new_password }: { new_password: string }) => ({ token, new_password })}
          onSubmit={submit}
          submitLabel={t.reset}
        >
          <PasswordField
            name="new_password"
            label={t.newPassword}
            description={t.passwordHint}
            autoComplete="new-password"
          />
        </Form>
      )}
    </AuthCard>
  );
}
