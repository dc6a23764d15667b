import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ComponentProps } from 'react';
import { ConfirmDialog } from './dialog.tsx';

interface ConfirmButtonProps extends Omit<ComponentProps<typeof ConfirmDialog>, 'isOpen' | 'onClose'> {
  readonly label: string;
}

/** A button that asks before it does what cannot be undone. */
export function ConfirmButton({ label, ...question }: ConfirmButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setIsAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog {...question} isOpen={isAsking} onClose={() => setIsAsking(false)} />
    </>
  );
}
