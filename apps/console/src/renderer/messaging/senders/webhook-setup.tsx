import { Button } from '@mantine/core';
import { useTexts } from '../../i18n/locale.tsx';
import { DialogActions } from '../../ui/dialogs/dialog.tsx';
import { CopyLine } from './copy-line.tsx';
import classes from './edit-sender.module.css';
import { sendersMessages } from './senders.messages.ts';

interface WebhookSetupProps {
  readonly url: string;
  readonly verifyToken: string;
  readonly onDone: () => void;
}

/** What is entered at Meta so that answers and reports come here; the token is shown this once. */
export function WebhookSetup({ url, verifyToken, onDone }: WebhookSetupProps) {
  const t = useTexts(sendersMessages);
  return (
    <div className={classes['setup']}>
      <p className={classes['text']}>{t.webhookText}</p>
      <CopyLine label={t.callbackUrl} value={url} />
      <CopyLine label={t.verifyToken} hint={t.verifyTokenHint} value={verifyToken} />
      <p className={classes['text']}>
        {t.subscribe} <code>messages</code>, <code>message_template_status_update</code>
      </p>
      <DialogActions>
        <Button onClick={onDone} data-autofocus>
          {t.webhookDone}
        </Button>
      </DialogActions>
    </div>
  );
}
