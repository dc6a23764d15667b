// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';

/** `marquee.messaging.monitoring`: dashboard, errors, timeline. */
export class Monitoring extends Resource {
  /**
   * Show the last 24 hours of messaging at a glance.
   *
   * @example
   * const monitoringDashboard = await marquee.messaging.monitoring.dashboard();
   */
  dashboard(options?: RequestOptions): ApiPromise<MonitoringDashboard> {
    return this.client.call('GET /messaging/monitoring/dashboard', {}, options);
  }

  /**
   * Count failed messages by cause.
   *
   * @example
   * const monitoringErrors = await marquee.messaging.monitoring.errors();
   */
  errors(params?: MonitoringErrorsParams, options?: RequestOptions): ApiPromise<MonitoringErrors> {
    return this.client.call('GET /messaging/monitoring/errors', { query: params }, options);
  }

  /**
   * Count sent, delivered and failed messages by the hour.
   *
   * @example
   * const monitoringTimeline = await marquee.messaging.monitoring.timeline();
   */
  timeline(params?: MonitoringTimelineParams, options?: RequestOptions): ApiPromise<MonitoringTimeline> {
    return this.client.call('GET /messaging/monitoring/timeline', { query: params }, options);
  }
}

export interface MonitoringDashboard {
  /** What the workspace has at this moment. */
  system_health: {
    /** Scheduled, running or paused. */
    active_campaigns: number;
    /** Contacts. */
    total_users: number;
    /** Contacts that have opted in. */
    opted_in_users: number;
    /** Opted out or stopped. */
    opted_out_users: number;
  };
  /** What happened in the last 24 hours. */
  activity_24h: {
    /** Handed to the carrier then: delivered, in flight, undelivered or failed. */
    messages_sent: number;
    /** Those of them that are delivered or read by now. */
    messages_delivered: number;
    /** Those of them that failed or are undelivered. */
    messages_failed: number;
    /** Those of them without a final word; SENT is one. */
    messages_in_flight: number;
    /** Messages that people wrote. */
    inbound_messages: number;
    /** Delivered of sent, in percent; null of nothing. */
    delivery_rate: number | null;
  };
  /** How well the last 24 hours went. */
  performance_metrics: {
    /** Of what was sent in the 24 hours. */
    average_delivery_time_minutes: number | null;
    /** Of the process that answers. */
    system_uptime_hours: number;
    /** Failed and undelivered of sent, in percent; null of nothing. */
    error_rate_percent: number | null;
  };
  /** What failed of the 24 hours, the latest first. */
  recent_errors: {
    /** When the last of them was recorded. */
    timestamp: string;
    /** The carrier’s code; null when it gave none. */
    error_code: number | null;
    /** What the code means, in a word. */
    cause: string;
    /** What the code means, as the carrier words it. */
    message: string;
    /** Messages that failed so. */
    count: number;
  }[];
  /** True when a sender of the workspace is a carrier simulator: its numbers are no people. */
  simulated: boolean;
  /** The 24 hours begin here, on five minutes. */
  since: string;
}

export interface MonitoringErrors {
  /** Instant in UTC, ISO 8601. */
  since: string;
  /** Handed to the carrier then: delivered, in flight, undelivered or failed. */
  messages_sent: number;
  /** Those of them that failed or are undelivered. */
  messages_failed: number;
  /** Failed and undelivered of sent, in percent; null of nothing. */
  error_rate_percent: number | null;
  /** By code, the most frequent first. */
  errors: {
    /** When the last of them was recorded. */
    timestamp: string;
    /** The carrier’s code; null when it gave none. */
    error_code: number | null;
    /** What the code means, in a word. */
    cause: string;
    /** What the code means, as the carrier words it. */
    message: string;
    /** Messages that failed so. */
    count: number;
    /** Of all that failed. */
    share_percent: number;
  }[];
}

export interface MonitoringErrorsParams {
  /** How far to look back. 1 to 2160. Default 24. */
  hours?: number | undefined;
}

export interface MonitoringTimeline {
  /** Instant in UTC, ISO 8601. */
  since: string;
  /** Every hour with something sent, oldest first. */
  points: {
    /** Start of the UTC hour. */
    at: string;
    /** Handed to the carrier then: delivered, in flight, undelivered or failed. */
    messages_sent: number;
    /** Those of them that are delivered or read by now. */
    messages_delivered: number;
    /** Those of them that failed or are undelivered. */
    messages_failed: number;
    /** Those of them without a final word; SENT is one. */
    messages_in_flight: number;
    /** Delivered of sent, in percent; null of nothing. */
    delivery_rate: number | null;
  }[];
}

export interface MonitoringTimelineParams {
  /** How far to look back. 1 to 2160. Default 24. */
  hours?: number | undefined;
}
