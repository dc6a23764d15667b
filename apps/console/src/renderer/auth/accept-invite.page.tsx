import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSessionActions } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { PasswordField, TextField } from '../ui/forms/fields.tsx';
import { withoutEmpty } from '../ui/forms/form-resolver.ts';
import { Form } from '../ui/forms/form.tsx';
import { AuthCard } from './auth-card.tsx';
import { authMessages } from './auth.messages.ts';
import { tokenOfAddress } from './token-of-address.ts';

const schema = async () => (await import('@marquee/api/auth/auth.contract')).auth.acceptInvite.input;

interface Fields {
  readonly full_name: string;
  readonly password: string;
}

/** Joins a workspace with the token from an invitation. */
export function AcceptInvitePage() {
  const t = useTexts(authMessages);
  const { acceptInvite } = useSessionActions();
  const navigate = useNavigate();
  const [token] = useState(() => tokenOfAddress(location.hash));
  const submit = async (input: InputOf<'auth.acceptInvite'>) => {
    await acceptInvite(input);
    await navigate({ to: '/', replace: true });
  };
  return (
    <AuthCard
      title={t.inviteTitle}
      text={token === null ? t.noToken : t.inviteText}
      below={<Link to="/sign-in">{t.back}</Link>}
    >
      {token === null ? null : (
        <Form<Fields, InputOf<'auth.acceptInvite'>>
          schema={schema}
          initial={{ full_name: '', password: '' }}
          toInput={(fields) => ({ password: fields.password, ...withoutEmpty(fields), token })}
          onSubmit={submit}
          submitLabel={t.join}
        >
          <TextField name="full_name" label={t.fullName} autoComplete="name" />
          <PasswordField name="password" label={t.password} description={t.passwordHint} autoComplete="new-password" />
        </Form>
      )}
    </AuthCard>
  );
}
