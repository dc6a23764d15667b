import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useUrlState } from './use-url-state.ts';

interface UrlTextProps {
  /** The name that the address keeps it under. */
  readonly name: string;
  readonly label: string;
  readonly placeholder?: string;
}

const pauseMs = 200;

/** A filter of a list by what is written, kept in the address once the keyboard rests. */
export function UrlText({ name, label, placeholder = label }: UrlTextProps) {
  const [url, setUrl] = useUrlState();
  const kept = url[name] ?? '';
  const [text, setText] = useState(kept);
  const told = useRef(kept);
  useEffect(() => {
    // The address says something else by other ways, such as "Clear filters" or the back button.
    if (kept === told.current) return;
    told.current = kept;
    setText(kept);
  }, [kept]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === told.current) return;
    const timer = setTimeout(() => {
      told.current = wanted;
      setUrl({ [name]: wanted, cursor: undefined });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, name, setUrl]);
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
