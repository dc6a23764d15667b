import { ActionIcon, Button, Select } from '@mantine/core';
import { isAtLeast, roles } from '@marquee/api/scopes';
import { Plus, Users, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { failureOf } from '../api/failure.ts';
import { useOfflineSince } from '../api/live/live-context.tsx';
import { useIdentity } from '../api/session-context.tsx';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ConfirmDialog } from '../ui/dialogs/dialog.tsx';
import { EmptyState } from '../ui/feedback/state.tsx';
import { StatusPill } from '../ui/feedback/status-pill.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import type { Column } from '../ui/tables/data-table.tsx';
import { ListPage } from '../ui/tables/list-page.tsx';
import { InviteMember } from './invite-member.tsx';
import { membersMessages } from './members.messages.ts';
import { useRemoveMember, useUpdateMember, type Member } from './members.queries.ts';

/** The people of the workspace and the invitations that are open. */
export function MembersPage() {
  const t = useTexts(membersMessages);
  const { scopes } = useIdentity();
  const [open, setOpen] = useState<'invite' | Member | null>(null);
  const canManage = scopes.includes('workspace:admin');
  const columns = useColumns(canManage ? setOpen : null);
  const invite = canManage ? (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setOpen('invite')}>
      {t.invite}
    </Button>
  ) : null;
  return (
    <ListPage
      title={t.title}
      list="workspace.members.list"
      input={{}}
      columns={columns}
      rowKey={({ user_id }) => user_id}
      action={invite}
      empty={<EmptyState icon={Users} title={t.empty} action={invite} />}
    >
      <InviteMember isOpen={open === 'invite'} onClose={() => setOpen(null)} />
      <RemoveMember member={open === 'invite' ? null : open} onClose={() => setOpen(null)} />
    </ListPage>
  );
}

function useColumns(onRemove: ((member: Member) => void) | null): readonly Column<Member>[] {
  const t = useTexts(membersMessages);
  const { user, role: own } = useIdentity();
  const { date } = useFormats();
  return useMemo(() => {
    // Nobody changes themselves here, or someone above them: the server would refuse it.
    const canChange = (member: Member) => member.user_id !== user.id && isAtLeast(own, member.role);
    return [
      {
        id: 'name',
        title: t.name,
        width: 'minmax(10rem, 1fr)',
        cell: (member) =>
          member.status === 'invited' ? (
            <StatusPill tone="info" label={t.invited} />
          ) : (
            `${nameOf(member)}${member.user_id === user.id ? ` (${t.you})` : ''}`
          ),
      },
      { id: 'email', title: t.email, width: 'minmax(12rem, 1.5fr)', cell: ({ email }) => email },
      {
        id: 'role',
        title: t.role,
        width: '10rem',
        cell: (member) =>
          onRemove !== null && canChange(member) ? <RoleSelect member={member} /> : t[`${member.role}Role`],
      },
      { id: 'since', title: t.since, width: '8rem', isNumeric: true, cell: ({ created_at }) => date(created_at) },
      {
        id: 'actions',
        title: t.actions,
        isTitleHidden: true,
        width: '3rem',
        cell: (member) =>
          onRemove === null || !canChange(member) ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t.removeOf(nameOf(member))}
              onClick={() => onRemove(member)}
            >
              <X size={14} aria-hidden />
            </ActionIcon>
          ),
      },
    ];
  }, [t, user.id, own, date, onRemove]);
}

/** Changes a role at once; it can be taken back. */
function RoleSelect({ member }: { readonly member: Member }) {
  const t = useTexts(membersMessages);
  const say = useToast();
  const update = useUpdateMember();
  const isOffline = useOfflineSince() !== null;
  const { role: own } = useIdentity();
  const name = nameOf(member);
  const change = async (role: Member['role']) => {
    const { user_id } = member;
    try {
      await update.mutateAsync({ user_id, role });
      say(t.roleToast(name, t[`${role}Role`]), () => update.mutateAsync({ user_id, role: member.role }));
    } catch (error) {
      say(failureOf(error).detail);
    }
  };
  return (
    <Select
      size="xs"
      variant="unstyled"
      aria-label={t.roleOf(name)}
      data={roles.filter((role) => isAtLeast(own, role)).map((role) => ({ value: role, label: t[`${role}Role`] }))}
      value={member.role}
      disabled={isOffline}
      allowDeselect={false}
      comboboxProps={{ width: 140, position: 'bottom-start' }}
      onChange={(role) => {
        const chosen = roles.find((each) => each === role);
        if (chosen !== undefined) void change(chosen);
      }}
    />
  );
}

function RemoveMember({ member, onClose }: { readonly member: Member | null; readonly onClose: () => void }) {
  const t = useTexts(membersMessages);
  const say = useToast();
  const remove = useRemoveMember();
  const confirm = async () => {
    if (member === null) return;
    await remove.mutateAsync({ user_id: member.user_id });
    say(t.removedToast(nameOf(member)));
  };
  return (
    <ConfirmDialog
      title={t.removeTitle}
      text={t.removeText}
      verb={t.removeVerb}
      isOpen={member !== null}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}

function nameOf({ full_name, email }: Member): string {
  return full_name ?? email;
}
