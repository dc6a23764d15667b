import { Notification } from 'electron';
import type { Notice } from '../../ipc.ts';

// A notification that nothing refers to may be collected before it is clicked.
const shown = new Set<Notification>();

/** Shows a notice of the system's own; a click on it opens its path. */
export function showNotice({ title, body, path }: Notice, goTo: (path: string) => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  shown.add(notification);
  notification.once('click', () => goTo(path));
  notification.once('close', () => shown.delete(notification));
  notification.show();
}
