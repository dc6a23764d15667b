import { Button, Switch } from '@mantine/core';
import { KeyRound, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { usePlatform } from '../platform/platform.tsx';
import { ConfirmDialog } from '../ui/dialogs/dialog.tsx';
import { EmptyState } from '../ui/feedback/state.tsx';
import { StatusPill, type Tone } from '../ui/feedback/status-pill.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { useUrlState } from '../ui/filters/use-url-state.ts';
import type { Column } from '../ui/tables/data-table.tsx';
import { ListPage } from '../ui/tables/list-page.tsx';
import { apiKeysMessages } from './api-keys.messages.ts';
import { statusOf, useRevokeApiKey, type ApiKey } from './api-keys.queries.ts';
import { CreateApiKey } from './create-api-key.tsx';

/** Keys for programs. */
export function ApiKeysPage() {
  const t = useTexts(apiKeysMessages);
  const [{ revoked }, setUrl] = useUrlState();
  const [open, setOpen] = useState<'create' | ApiKey | null>(null);
  const columns = useColumns(setOpen);
  const input = useMemo(() => ({ include_revoked: revoked === 'yes' }), [revoked]);
  const create = (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setOpen('create')}>
      {t.create}
    </Button>
  );
  const filter = (
    <Switch
      size="xs"
      label={t.showRevoked}
      checked={revoked === 'yes'}
      onChange={(event) => setUrl({ revoked: event.currentTarget.checked ? 'yes' : undefined, cursor: undefined })}
    />
  );
  return (
    <ListPage
      title={t.title}
      list="workspace.apiKeys.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      filters={filter}
      action={create}
      empty={
        <EmptyState icon={KeyRound} title={t.empty} action={create}>
          {t.emptyText}
        </EmptyState>
      }
    >
      <CreateApiKey isOpen={open === 'create'} onClose={() => setOpen(null)} />
      <RevokeApiKey apiKey={open === 'create' ? null : open} onClose={() => setOpen(null)} />
    </ListPage>
  );
}

const tones = { active: 'good', revoked: 'neutral', expired: 'warn' } as const satisfies Record<
  ReturnType<typeof statusOf>,
  Tone
>;

function useColumns(onRevoke: (key: ApiKey) => void): readonly Column<ApiKey>[] {
  const t = useTexts(apiKeysMessages);
  const { instant } = useFormats();
  const { now } = usePlatform();
  return useMemo(
    () => [
      { id: 'name', title: t.name, width: 'minmax(9rem, 1fr)', cell: ({ name }) => name },
      { id: 'key', title: t.key, width: '9rem', cell: ({ prefix }) => <code>{prefix}…</code> },
      {
        id: 'scopes',
        title: t.scopes,
        width: 'minmax(10rem, 1.5fr)',
        cell: ({ scopes }) => <span title={scopes.join(', ')}>{scopes.join(', ')}</span>,
      },
      {
        id: 'used',
        title: t.lastUsed,
        width: '15rem',
        cell: ({ last_used_at: at }) => (at === null ? t.never : instant(at)),
      },
      {
        id: 'status',
        title: t.status,
        width: '7rem',
        cell: (key) => {
          const status = statusOf(key, now());
          return <StatusPill tone={tones[status]} label={t[status]} />;
        },
      },
      {
        id: 'actions',
        title: t.actions,
        isTitleHidden: true,
        width: '7rem',
        cell: (key) =>
          key.revoked_at === null ? (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={t.revokeOf(key.name)}
              onClick={() => onRevoke(key)}
            >
              {t.revoke}
            </Button>
          ) : null,
      },
    ],
    [t, instant, now, onRevoke],
  );
}

function RevokeApiKey({ apiKey, onClose }: { readonly apiKey: ApiKey | null; readonly onClose: () => void }) {
  const t = useTexts(apiKeysMessages);
  const say = useToast();
  const revoke = useRevokeApiKey();
  const name = apiKey?.name ?? '';
  const confirm = async () => {
    if (apiKey === null) return;
    await revoke.mutateAsync({ key_id: apiKey.id });
    say(t.revokedToast(name));
  };
  return (
    <ConfirmDialog
      title={t.revokeTitle(name)}
      text={t.revokeText}
      verb={t.revokeVerb}
      isOpen={apiKey !== null}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}
