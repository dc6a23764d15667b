// Made from the contract by `npm run generate`; do not edit.

import type { ResourceTree } from '../../../../packages/sdk/src/generated/resources.ts';

/** Every example of the reference: it is compiled, never run. */
export async function examples(marquee: ResourceTree): Promise<void> {
  {
    const tokens = await marquee.auth.acceptInvite({
      token: 'Zm9yIGV4YW1wbGUgb25seQ',
      password: 'the sea is calm tonight',
    });
  }
  {
    const accepted = await marquee.auth.forgotPassword({ email: 'ada@example.com' });
  }
  {
    const tokens = await marquee.auth.login({ email: 'ada@example.com', password: 'the sea is calm tonight' });
  }
  {
    await marquee.auth.logout();
  }
  {
    const identity = await marquee.auth.me();
  }
  {
    const tokens = await marquee.auth.refresh({ refresh_token: 'Zm9yIGV4YW1wbGUgb25seQ' });
  }
  {
    const tokens = await marquee.auth.register({
      email: 'ada@example.com',
      password: 'the sea is calm tonight',
      full_name: 'Ada Lovelace',
    });
  }
  {
    await marquee.auth.resetPassword({ token: 'Zm9yIGV4YW1wbGUgb25seQ', new_password: 'the sea is calm tonight' });
  }
  {
    for await (const loggedEvent of marquee.events.log.list()) {
      console.log(loggedEvent);
    }
  }
  {
    for await (const event of marquee.events.stream()) {
      console.log(event.name, event.data);
    }
  }
  {
    for await (const webhook of marquee.events.webhooks.list()) {
      console.log(webhook);
    }
  }
  {
    const webhookWithSecret = await marquee.events.webhooks.create({ url: 'https://example.com' });
  }
  {
    const webhook = await marquee.events.webhooks.update('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', { status: 'paused' });
  }
  {
    const webhookDeleteAnswer = await marquee.events.webhooks.delete('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const webhookDelivery of marquee.events.webhooks.deliveries('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f')) {
      console.log(webhookDelivery);
    }
  }
  {
    const webhookDelivery = await marquee.events.webhooks.replay(
      '01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f',
      '01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f',
    );
  }
  {
    const webhookReplay = await marquee.events.webhooks.replayRange('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      after: 0,
      until: 1,
    });
  }
  {
    const webhookWithSecret = await marquee.events.webhooks.rotate('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const webhookDelivery = await marquee.events.webhooks.test('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const campaign of marquee.messaging.campaigns.list()) {
      console.log(campaign);
    }
  }
  {
    const campaign = await marquee.messaging.campaigns.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaign = await marquee.messaging.campaigns.create({
      name: 'Spring sale',
      template_id: '01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f',
      segment_id: '01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f',
    });
  }
  {
    const campaign = await marquee.messaging.campaigns.update('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      name: 'Spring sale',
    });
  }
  {
    await marquee.messaging.campaigns.delete('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaign = await marquee.messaging.campaigns.cancel('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaign = await marquee.messaging.campaigns.pause('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaignPreview = await marquee.messaging.campaigns.preview('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaign = await marquee.messaging.campaigns.resume('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaignSummary = await marquee.messaging.campaigns.summary('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const campaignRun = await marquee.messaging.campaigns.trigger('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const contactImport of marquee.messaging.contactImports.list()) {
      console.log(contactImport);
    }
  }
  {
    const contactImport = await marquee.messaging.contactImports.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const contactImport = await marquee.messaging.contactImports.create('contacts.csv');
  }
  {
    const contactImport = await marquee.messaging.contactImports.cancel('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const download = await marquee.messaging.contactImports.errors('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const contact of marquee.messaging.contacts.list()) {
      console.log(contact);
    }
  }
  {
    const contact = await marquee.messaging.contacts.get('+14155551234');
  }
  {
    const savedContact = await marquee.messaging.contacts.create({
      phone_e164: '+14155551234',
      consent_state: 'OPT_IN',
      attributes: { name: 'Ada', city: 'Berlin' },
    });
  }
  {
    const savedContact = await marquee.messaging.contacts.update('+14155551234', {
      attributes: { name: 'Ada', city: 'Berlin' },
    });
  }
  {
    const deletedContact = await marquee.messaging.contacts.delete('+14155551234');
  }
  {
    for await (const consentEntry of marquee.messaging.contacts.consents('+14155551234')) {
      console.log(consentEntry);
    }
  }
  {
    for await (const inboundMessage of marquee.messaging.inbound.list()) {
      console.log(inboundMessage);
    }
  }
  {
    for await (const message of marquee.messaging.messages.list()) {
      console.log(message);
    }
  }
  {
    const messageDetail = await marquee.messaging.messages.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const monitoringDashboard = await marquee.messaging.monitoring.dashboard();
  }
  {
    const monitoringErrors = await marquee.messaging.monitoring.errors();
  }
  {
    const monitoringTimeline = await marquee.messaging.monitoring.timeline();
  }
  {
    for await (const optOutReview of marquee.messaging.optOutReviews.list()) {
      console.log(optOutReview);
    }
  }
  {
    const resolvedOptOutReview = await marquee.messaging.optOutReviews.resolve('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      decision: 'stop',
    });
  }
  {
    for await (const segment of marquee.messaging.segments.list()) {
      console.log(segment);
    }
  }
  {
    const segment = await marquee.messaging.segments.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const segment = await marquee.messaging.segments.create({
      name: 'Premium in Berlin',
      filter_criteria: { attribute: 'city', operator: 'equals', value: 'Berlin' },
    });
  }
  {
    const segment = await marquee.messaging.segments.update('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      name: 'Premium in Berlin',
    });
  }
  {
    const deletedSegment = await marquee.messaging.segments.delete('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const segmentEvaluation = await marquee.messaging.segments.evaluate('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const segmentPreview = await marquee.messaging.segments.preview({
      filter_criteria: { attribute: 'city', operator: 'equals', value: 'Berlin' },
    });
  }
  {
    for await (const sender of marquee.messaging.senders.list()) {
      console.log(sender);
    }
  }
  {
    const sender = await marquee.messaging.senders.put('support', {
      phone_e164: '+14155551234',
      account_sid: 'AC00000000000000000000000000000001',
      auth_token: 'your-auth-token',
    });
  }
  {
    for await (const suppression of marquee.messaging.suppressions.list()) {
      console.log(suppression);
    }
  }
  {
    const suppression = await marquee.messaging.suppressions.add({ reason: 'asked by e-mail' });
  }
  {
    for await (const template of marquee.messaging.templates.list()) {
      console.log(template);
    }
  }
  {
    const template = await marquee.messaging.templates.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const template = await marquee.messaging.templates.create({
      name: 'Spring sale',
      content: 'Hi {name}! Our spring sale starts today.',
    });
  }
  {
    const template = await marquee.messaging.templates.update('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      name: 'Spring sale',
    });
  }
  {
    const deletedTemplate = await marquee.messaging.templates.delete('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const templatePreview = await marquee.messaging.templates.preview('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      values: { name: 'Ada' },
    });
  }
  {
    const whatsappRecipient = await marquee.messaging.whatsappMessages.check('whatsapp', '+14155551234');
  }
  {
    const whatsappMessage = await marquee.messaging.whatsappMessages.send({
      phone_e164: '+14155551234',
      message_type: 'template',
      template_name: 'campaign_alert',
      template_variables: { campaign_name: 'Summer Sale', metric: 'ROAS', value: '3.5' },
    });
  }
  {
    for await (const whatsappTemplate of marquee.messaging.whatsappTemplates.list()) {
      console.log(whatsappTemplate);
    }
  }
  {
    const whatsappTemplate = await marquee.messaging.whatsappTemplates.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const whatsappTemplate = await marquee.messaging.whatsappTemplates.create({
      name: 'campaign_performance',
      category: 'UTILITY',
      body_text: 'Hi {{1}}, your campaign {{2}} achieved {{3}} ROAS today!',
      body_variables: ['customer_name', 'campaign_name', 'roas_value'],
      examples: { customer_name: 'Ada', campaign_name: 'Summer Sale', roas_value: '3.5' },
    });
  }
  {
    const metricBatch = await marquee.metrics.batches.get('batch_20260315_001');
  }
  {
    const metricBatch = await marquee.metrics.batches.upload({
      data_type: 'meta_ads',
      data: [
        {
          date: '2026-03-15T00:00:00Z',
          campaign_name: 'Summer Sale',
          impressions: 15000,
          clicks: 450,
          spend: 299.99,
        },
      ],
    });
  }
  {
    const clearedCache = await marquee.metrics.cache.clear({ pattern: 'dashboard:*' });
  }
  {
    const metricsCatalog = await marquee.metrics.catalog.list();
  }
  {
    const dashboardAnswer = await marquee.metrics.dashboards.query({
      metrics: [{ name: 'total_spend', data_type: 'meta_ads' }],
      time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-15T00:00:00Z' },
    });
  }
  {
    const metricsPerformance = await marquee.metrics.performance.get();
  }
  {
    const metricSeriesAnswer = await marquee.metrics.series.get('total_spend', {
      data_type: 'meta_ads',
      start_time: '2026-03-15T00:00:00Z',
      end_time: '2026-03-15T00:00:00Z',
    });
  }
  {
    const download = await marquee.metrics.series.csv('total_spend', {
      data_type: 'meta_ads',
      start_time: '2026-03-15T00:00:00Z',
      end_time: '2026-03-15T00:00:00Z',
    });
  }
  {
    for await (const metricsView of marquee.metrics.views.list()) {
      console.log(metricsView);
    }
  }
  {
    const metricsView = await marquee.metrics.views.create({
      name: 'Spend by country',
      query: {
        metrics: [{ name: 'total_spend', data_type: 'meta_ads' }],
        time_range: { start: '2026-03-15T00:00:00Z', end: '2026-03-15T00:00:00Z' },
      },
    });
  }
  {
    const deletedMetricsView = await marquee.metrics.views.delete('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const health = await marquee.system.health();
  }
  {
    const liveness = await marquee.system.live();
  }
  {
    const serverMetrics = await marquee.system.metrics();
  }
  {
    const openApiDocument = await marquee.system.openapi();
  }
  {
    const readiness = await marquee.system.ready();
  }
  {
    for await (const job of marquee.system.jobs.list()) {
      console.log(job);
    }
  }
  {
    const job = await marquee.system.jobs.get('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const job = await marquee.system.jobs.cancel('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const apiKey of marquee.workspace.apiKeys.list()) {
      console.log(apiKey);
    }
  }
  {
    const newApiKey = await marquee.workspace.apiKeys.create({ name: 'Nightly import', scopes: ['messaging:read'] });
  }
  {
    const apiKey = await marquee.workspace.apiKeys.revoke('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    for await (const auditEntry of marquee.workspace.audit.list()) {
      console.log(auditEntry);
    }
  }
  {
    const job = await marquee.workspace.demo.delete();
  }
  {
    const job = await marquee.workspace.demo.reset();
  }
  {
    const limitStates = await marquee.workspace.limits.get();
  }
  {
    for await (const workspaceMember of marquee.workspace.members.list()) {
      console.log(workspaceMember);
    }
  }
  {
    const workspaceMember = await marquee.workspace.members.update('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f', {
      role: 'viewer',
    });
  }
  {
    const workspaceMember = await marquee.workspace.members.invite({ email: 'ada@example.com' });
  }
  {
    await marquee.workspace.members.remove('01990a5e-6b7c-7d3e-9f10-2a4b6c8d0e1f');
  }
  {
    const workspaceSettings = await marquee.workspace.settings.get();
  }
  {
    const workspaceSettings = await marquee.workspace.settings.update({ name: 'Analytical Engines' });
  }
}
