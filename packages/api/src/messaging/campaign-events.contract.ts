import { z } from 'zod';
import { event } from '../operation.ts';

const campaignEvent = { campaign_id: z.string(), run: z.int() };

/** What happens to campaigns. */
export const campaignEvents = {
  scheduled: event({
    name: 'messaging.campaigns.scheduled',
    scope: 'messaging:read',
    summary: 'A campaign waits for its time',
    data: z.object(campaignEvent),
  }),
  started: event({
    name: 'messaging.campaigns.started',
    scope: 'messaging:read',
    summary: 'A campaign started sending',
    data: z.object({ ...campaignEvent, recipients: z.int() }),
  }),
  paused: event({
    name: 'messaging.campaigns.paused',
    scope: 'messaging:read',
    summary: 'A campaign was paused',
    data: z.object(campaignEvent),
  }),
  resumed: event({
    name: 'messaging.campaigns.resumed',
    scope: 'messaging:read',
    summary: 'A campaign was resumed',
    data: z.object(campaignEvent),
  }),
  completed: event({
    name: 'messaging.campaigns.completed',
    scope: 'messaging:read',
    summary: 'A campaign sent all it could',
    data: z.object(campaignEvent),
  }),
  cancelled: event({
    name: 'messaging.campaigns.cancelled',
    scope: 'messaging:read',
    summary: 'A campaign was cancelled',
    data: z.object(campaignEvent),
  }),
  failed: event({
    name: 'messaging.campaigns.failed',
    scope: 'messaging:read',
    summary: 'A campaign could not be sent',
    data: z.object(campaignEvent),
  }),
};
