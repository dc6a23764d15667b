import { useLayoutEffect } from 'react';

const momentMs = 10;

/**
 * Gives the focus back to what had it when a dialog opened, whether the dialog is closed or taken off the page while it is open;
 * to the page's heading where that is gone or can no longer be chosen, as a button after what it does was done.
 */
export function useFocusGivenBack(isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement;
    return () => {
      const within = document.activeElement;
      // What the dialog led to may take the focus for itself.
      setTimeout(() => {
        const { activeElement: at } = document;
        const isLost = at === null || at === document.body || at === within;
        if (isLost) focusFirst([opener, document.querySelector('main h1')]);
      }, momentMs);
    };
  }, [isOpen]);
}

function focusFirst(wanted: readonly (Element | null)[]): void {
  for (const each of wanted) {
    if (!(each instanceof HTMLElement) || each === document.body) continue;
    each.focus({ preventScroll: true });
    if (document.activeElement === each) return;
  }
}
