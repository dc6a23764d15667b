import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { UrlState } from './filters/use-url-state.ts';

interface ButtonLinkProps {
  readonly to: string;
  /** What the address says after `?`. */
  readonly search?: UrlState;
  readonly icon?: LucideIcon;
  /** `default` stands back; without it, it is what the screen is for. */
  readonly variant?: 'default';
  readonly children: ReactNode;
}

/** A link that looks like a button: the first thing to do, on another screen. */
export function ButtonLink({ to, search = {}, icon: Icon, variant, children }: ButtonLinkProps) {
  return (
    <Button
      {...(variant === undefined ? {} : { variant })}
      leftSection={Icon === undefined ? null : <Icon size={14} aria-hidden />}
      renderRoot={(props) => <Link {...props} to={to} search={{ ...search }} />}
    >
      {children}
    </Button>
  );
}
