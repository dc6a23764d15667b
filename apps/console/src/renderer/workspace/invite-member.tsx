import { isAtLeast, roles } from '@marquee/api/scopes';
import { useIdentity } from '../api/session-context.tsx';
import type { InputOf } from '../api/operations.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Dialog } from '../ui/dialogs/dialog.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { SelectField, TextField } from '../ui/forms/fields.tsx';
import { Form } from '../ui/forms/form.tsx';
import { membersMessages } from './members.messages.ts';
import { useInvite } from './members.queries.ts';

const schema = async () => (await import('@marquee/api/workspace/members.contract')).members.invite.input;

/** The dialog that invites someone. */
export function InviteMember({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useTexts(membersMessages);
  const say = useToast();
  const invite = useInvite();
  const { role: own } = useIdentity();
  const offered = roles.filter((role) => isAtLeast(own, role));
  const submit = async (input: InputOf<'workspace.members.invite'>) => {
    const { email } = await invite.mutateAsync(input);
    say(t.invitedToast(email));
    onClose();
  };
  return (
    <Dialog title={t.inviteTitle} isOpen={isOpen} onClose={onClose}>
      <Form
        schema={schema}
        operation="workspace.members.invite"
        draft="member.new"
        initial={{ email: '', role: 'operator' }}
        onSubmit={submit}
        submitLabel={t.invite}
        onCancel={onClose}
      >
        <TextField name="email" label={t.email} description={t.inviteHint} type="email" isRequired isFirst />
        <SelectField name="role" label={t.role} options={offered.map((role) => ({ value: role, label: t[role] }))} />
      </Form>
    </Dialog>
  );
}
