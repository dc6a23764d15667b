import { createContext, use, useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { failureOf } from '../../api/failure.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './toasts.module.css';

/** One sentence about what has just happened, and how to take it back. */
interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => Promise<unknown>;
}

type Say = (text: string, undo?: () => Promise<unknown>) => void;

const ToastContext = createContext<Say>(() => undefined);

/** Says what has just happened; with `undo`, offers for eight seconds to take it back. */
export function useToast(): Say {
  return use(ToastContext);
}

const shownMs = 8000;

/** Shows toasts over everything inside. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const t = useTexts(uiMessages);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const say = useCallback<Say>(
    (text, undo) => {
      const id = (nextId.current += 1);
      setToasts((all) => [...all.slice(-2), { id, text, ...(undo === undefined ? {} : { undo }) }]);
      setTimeout(() => dismiss(id), shownMs);
    },
    [dismiss],
  );
  const takeBack = useMemo(
    () => async (toast: Toast) => {
      dismiss(toast.id);
      await toast.undo?.().catch((error: unknown) => say(failureOf(error).detail || t.failedText));
    },
    [dismiss, say, t],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className={classes['region']} role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={classes['toast']}>
            <span>{toast.text}</span>
            {toast.undo === undefined ? null : (
              <button type="button" className={classes['undo']} onClick={() => void takeBack(toast)}>
                {t.undo}
              </button>
            )}
            <button type="button" className={classes['close']} aria-label={t.dismiss} onClick={() => dismiss(toast.id)}>
              ×
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
