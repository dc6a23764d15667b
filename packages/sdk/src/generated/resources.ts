// Made from the contract by `npm run generate`; do not edit.

import type { StreamingTransport } from '../http/connect.ts';
import { Auth } from './auth.ts';
import { Events } from '../events/events.ts';
import { Messaging } from './messaging.ts';
import { Metrics } from './metrics.ts';
import { System } from './system.ts';
import { Workspace } from './workspace.ts';

/** Every operation as `domain.resource.verb`. */
export abstract class ResourceTree {
  readonly auth: Auth;
  readonly events: Events;
  readonly messaging: Messaging;
  readonly metrics: Metrics;
  readonly system: System;
  readonly workspace: Workspace;

  constructor(client: StreamingTransport) {
    this.auth = new Auth(client);
    this.events = new Events(client);
    this.messaging = new Messaging(client);
    this.metrics = new Metrics(client);
    this.system = new System(client);
    this.workspace = new Workspace(client);
  }
}
