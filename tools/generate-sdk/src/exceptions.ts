/** Operations that are no method of a generated class, and where a caller finds them instead. The list is closed: a test compares it with the contract. */
export const exceptions: Readonly<Record<string, Exception>> = {
  'events.stream.sse': {
    by: 'runtime',
    call: 'events.stream',
    params: 'EventStreamParams',
    text: 'written by hand: it reconnects and resumes',
  },
  'events.stream.websocket': { by: 'other door', text: 'the SDK follows the same events by `marquee.events.stream()`' },
  'hooks.twilio.inbound': { by: 'other door', text: 'called by Twilio, not by you' },
  'hooks.twilio.status': { by: 'other door', text: 'called by Twilio, not by you' },
  'system.docs': { by: 'other door', text: 'a page for a browser' },
  'system.redoc': { by: 'other door', text: 'a page for a browser' },
};

/** Why an operation is no generated method: the runtime offers it by hand, or it is not for SDK callers. */
export type Exception =
  | { readonly by: 'runtime'; readonly call: string; readonly params: string; readonly text: string }
  | { readonly by: 'other door'; readonly text: string };

/** Resources whose class the runtime extends by hand: their branch of the tree is this class, from `generated/`. */
export const runtimeResources: Readonly<Record<string, { readonly className: string; readonly from: string }>> = {};
