import { Button, SegmentedControl } from '@mantine/core';
import type { SnippetName } from '@marquee/sdk/snippets';
import { Check, Code, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { useTicks } from '../../platform/ticks.ts';
import { uiMessages } from '../ui.messages.ts';
import { Dialog } from './dialog.tsx';
import classes from './show-as-code.module.css';

interface ShowAsCodeProps {
  readonly operation: SnippetName;
  /** Path parameters and params in one object, as the operation takes them. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** The call that this screen makes, to copy as TypeScript or curl. */
export function ShowAsCode({ operation, input }: ShowAsCodeProps) {
  const t = useTexts(uiMessages);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        leftSection={<Code size={14} aria-hidden />}
        onClick={() => setIsOpen(true)}
        className={classes['open']}
      >
        {t.code}
      </Button>
      <Dialog title={t.codeTitle} isOpen={isOpen} onClose={() => setIsOpen(false)} size="lg">
        <Snippets operation={operation} input={input} />
      </Dialog>
    </>
  );
}

const languages = [
  { value: 'typescript', label: 'TypeScript' },
  { value: 'curl', label: 'curl' },
] as const;

function Snippets({ operation, input }: ShowAsCodeProps) {
  const t = useTexts(uiMessages);
  const { serverUrl, copy } = usePlatform();
  const ticks = useTicks();
  const [language, setLanguage] = useState<'typescript' | 'curl'>('typescript');
  const [snippet, setSnippet] = useState({ typescript: '', curl: '' });
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void import('@marquee/sdk/snippets').then(({ snippetFor }) => {
      if (isCurrent) setSnippet(snippetFor(operation, input, serverUrl));
    });
    return () => {
      isCurrent = false;
    };
  }, [operation, input, serverUrl]);
  const code = snippet[language];
  const copyIt = async () => {
    await copy(code);
    ticks.set('copied-code');
    setIsCopied(true);
  };
  return (
    <div className={classes['snippets']}>
      <div className={classes['bar']}>
        <SegmentedControl
          size="xs"
          data={[...languages]}
          value={language}
          onChange={(value) => setLanguage(value === 'curl' ? 'curl' : 'typescript')}
          aria-label={t.codeTitle}
        />
        <Button
          variant="default"
          leftSection={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          onClick={() => void copyIt()}
        >
          {isCopied ? t.copied : t.copy}
        </Button>
      </div>
      <pre className={classes['code']} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
