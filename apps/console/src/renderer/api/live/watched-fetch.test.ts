import { afterEach, expect, test, vi } from 'vitest';
import { watchedFetch } from './watched-fetch.ts';

afterEach(() => vi.unstubAllGlobals());

/** A window whose network can go away, and a server whose answer goes on until it is ended. */
function online() {
  const network = new EventTarget();
  const listeners = new Set<unknown>();
  vi.stubGlobal('addEventListener', (type: string, listener: () => void) => {
    listeners.add(listener);
    network.addEventListener(type, listener);
  });
  vi.stubGlobal('removeEventListener', (type: string, listener: () => void) => {
    listeners.delete(listener);
    network.removeEventListener(type, listener);
  });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  vi.stubGlobal('fetch', async () => new Response(readable));
  return { network, listeners, writer: writable.getWriter() };
}

test('an answer that its reader leaves with something unread is not held until the network goes away', async () => {
  const { listeners, writer } = online();
  const response = await watchedFetch({ found: vi.fn<() => void>(), lost: vi.fn<() => void>() })('/events');
  await writer.write(new TextEncoder().encode('unread'));
  expect(listeners.size).toBe(1);
  // A turn of the loop brings what was written into the answer, which then asks for no more.
  await new Promise((resolve) => setImmediate(resolve));

  await response.body?.cancel();

  expect(listeners.size).toBe(0);
});

test('an answer that ends tells that the connection is lost, and is not held', async () => {
  const { listeners, writer } = online();
  const lost = vi.fn<() => void>();
  const response = await watchedFetch({ found: vi.fn<() => void>(), lost })('/events');

  await Promise.all([response.text(), writer.close()]);

  expect(lost).toHaveBeenCalledOnce();
  expect(listeners.size).toBe(0);
});

test('an answer ends when the network goes away', async () => {
  const { network } = online();
  const lost = vi.fn<() => void>();
  const response = await watchedFetch({ found: vi.fn<() => void>(), lost })('/events');

  network.dispatchEvent(new Event('offline'));

  expect(await response.text()).toBe('');
  expect(lost).toHaveBeenCalledOnce();
});
