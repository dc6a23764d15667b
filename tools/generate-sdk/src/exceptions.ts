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
  'hooks.whatsapp.receive': { by: 'other door', text: 'called by Meta, not by you' },
  'hooks.whatsapp.verify': { by: 'other door', text: 'called by Meta, not by you' },
  'system.docs': { by: 'other door', text: 'a page for a browser' },
  'system.redoc': { by: 'other door', text: 'a page for a browser' },
};

/** Why an operation is no generated method: the runtime offers it by hand, or it is not for SDK callers. */
export type Exception =
  | { readonly by: 'runtime'; readonly call: string; readonly params: string; readonly text: string }
  | { readonly by: 'other door'; readonly text: string };

/** A class of the runtime, and its file from `generated/`. */
export interface RuntimeClass {
  readonly className: string;
  readonly from: string;
}

/** Where the tree has classes of the runtime in place of generated ones. */
export interface RuntimeClasses {
  /** By `domain.resource`: a class that extends the generated one, such as jobs that can be waited for. */
  readonly resources: Readonly<Record<string, RuntimeClass>>;
  /** By domain: a class that extends the generated one, such as events with a live `stream`. */
  readonly domains: Readonly<Record<string, RuntimeClass>>;
  /** Type of what the whole tree is made with: all that these classes need. */
  readonly transport: RuntimeClass;
}

/** The hand-written classes of the tree. */
export const runtimeClasses: RuntimeClasses = {
  resources: { 'system.jobs': { className: 'Jobs', from: '../jobs' } },
  domains: { events: { className: 'Events', from: '../events/events' } },
  transport: { className: 'StreamingTransport', from: '../http/connect' },
};
