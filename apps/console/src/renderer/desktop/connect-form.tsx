import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ConnectProblem, DesktopBridge } from '../../ipc.ts';
import { useTexts } from '../i18n/locale.tsx';
import classes from './start.module.css';
import { startMessages } from './start.messages.ts';

/** Takes the address of a server and goes on there, when one answers. */
export function ConnectForm({ bridge, lastUrl }: { readonly bridge: DesktopBridge; readonly lastUrl: string | null }) {
  const t = useTexts(startMessages);
  const [address, setAddress] = useState(lastUrl ?? '');
  const [problem, setProblem] = useState<ConnectProblem | null>(null);
  const [isConnecting, setConnecting] = useState(false);
  const connect = async () => {
    setConnecting(true);
    const answer = await bridge.connect(address);
    // On success the page is loaded anew, with the server's address in its policy.
    if (answer.ok) return;
    setProblem(answer.why);
    setConnecting(false);
  };
  return (
    <form
      noValidate
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <TextInput
        label={t.address}
        placeholder="marquee.example.com"
        type="url"
        name="address"
        autoFocus
        value={address}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          setProblem(null);
        }}
        error={problem === null ? null : t[problem]}
      />
      <Button type="submit" fullWidth loading={isConnecting}>
        {t.connect}
      </Button>
    </form>
  );
}
