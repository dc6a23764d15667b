// Made from the contract by `npm run generate`; do not edit.

import type { Snippet } from '../snippet-text.ts';

/** The name of an operation that there is code for. */
export type SnippetName =
  | 'auth.acceptInvite'
  | 'auth.forgotPassword'
  | 'auth.login'
  | 'auth.logout'
  | 'auth.me'
  | 'auth.refresh'
  | 'auth.register'
  | 'auth.resetPassword'
  | 'events.log.list'
  | 'events.stream.sse'
  | 'events.webhooks.list'
  | 'events.webhooks.create'
  | 'events.webhooks.update'
  | 'events.webhooks.delete'
  | 'events.webhooks.deliveries'
  | 'events.webhooks.replay'
  | 'events.webhooks.replayRange'
  | 'events.webhooks.rotate'
  | 'events.webhooks.test'
  | 'messaging.campaigns.list'
  | 'messaging.campaigns.get'
  | 'messaging.campaigns.create'
  | 'messaging.campaigns.update'
  | 'messaging.campaigns.delete'
  | 'messaging.campaigns.cancel'
  | 'messaging.campaigns.pause'
  | 'messaging.campaigns.preview'
  | 'messaging.campaigns.resume'
  | 'messaging.campaigns.summary'
  | 'messaging.campaigns.trigger'
  | 'messaging.contactImports.list'
  | 'messaging.contactImports.get'
  | 'messaging.contactImports.create'
  | 'messaging.contactImports.cancel'
  | 'messaging.contactImports.errors'
  | 'messaging.contacts.list'
  | 'messaging.contacts.get'
  | 'messaging.contacts.create'
  | 'messaging.contacts.update'
  | 'messaging.contacts.delete'
  | 'messaging.contacts.consents'
  | 'messaging.inbound.list'
  | 'messaging.messages.list'
  | 'messaging.messages.get'
  | 'messaging.monitoring.dashboard'
  | 'messaging.monitoring.errors'
  | 'messaging.monitoring.timeline'
  | 'messaging.optOutReviews.list'
  | 'messaging.optOutReviews.resolve'
  | 'messaging.segments.list'
  | 'messaging.segments.get'
  | 'messaging.segments.create'
  | 'messaging.segments.update'
  | 'messaging.segments.delete'
  | 'messaging.segments.evaluate'
  | 'messaging.segments.preview'
  | 'messaging.senders.list'
  | 'messaging.senders.put'
  | 'messaging.suppressions.list'
  | 'messaging.suppressions.add'
  | 'messaging.templates.list'
  | 'messaging.templates.get'
  | 'messaging.templates.create'
  | 'messaging.templates.update'
  | 'messaging.templates.delete'
  | 'messaging.templates.preview'
  | 'messaging.whatsappMessages.check'
  | 'messaging.whatsappMessages.send'
  | 'messaging.whatsappTemplates.list'
  | 'messaging.whatsappTemplates.get'
  | 'messaging.whatsappTemplates.create'
  | 'metrics.batches.get'
  | 'metrics.batches.upload'
  | 'metrics.cache.clear'
  | 'metrics.catalog.list'
  | 'metrics.dashboards.query'
  | 'metrics.performance.get'
  | 'metrics.series.get'
  | 'metrics.series.csv'
  | 'metrics.views.list'
  | 'metrics.views.create'
  | 'metrics.views.delete'
  | 'system.health'
  | 'system.live'
  | 'system.metrics'
  | 'system.openapi'
  | 'system.ready'
  | 'system.jobs.list'
  | 'system.jobs.get'
  | 'system.jobs.cancel'
  | 'workspace.apiKeys.list'
  | 'workspace.apiKeys.create'
  | 'workspace.apiKeys.revoke'
  | 'workspace.audit.list'
  | 'workspace.demo.delete'
  | 'workspace.demo.reset'
  | 'workspace.limits.get'
  | 'workspace.members.list'
  | 'workspace.members.update'
  | 'workspace.members.invite'
  | 'workspace.members.remove'
  | 'workspace.settings.get'
  | 'workspace.settings.update';

/** Every operation of the SDK as TypeScript and curl, with `{{placeholders}}`. */
export const snippets: Readonly<Record<SnippetName, Snippet>> = {
  'auth.acceptInvite': {
    typescript: 'const tokens = await marquee.auth.acceptInvite({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/accept-invite'{{body}}",
  },
  'auth.forgotPassword': {
    typescript: 'const accepted = await marquee.auth.forgotPassword({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/forgot-password'{{body}}",
  },
  'auth.login': {
    typescript: 'const tokens = await marquee.auth.login({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/login'{{body}}",
  },
  'auth.logout': {
    typescript: 'await marquee.auth.logout({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/logout'{{body}}",
  },
  'auth.me': {
    typescript: 'const identity = await marquee.auth.me();',
    curl: 'curl \'{{base_url}}/api/v1/auth/me\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'auth.refresh': {
    typescript: 'const tokens = await marquee.auth.refresh({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/refresh'{{body}}",
  },
  'auth.register': {
    typescript: 'const tokens = await marquee.auth.register({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/register'{{body}}",
  },
  'auth.resetPassword': {
    typescript: 'await marquee.auth.resetPassword({{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/auth/reset-password'{{body}}",
  },
  'events.log.list': {
    typescript:
      'for await (const loggedEvent of marquee.events.log.list({{params}})) {\n  console.log(loggedEvent);\n}',
    curl: 'curl \'{{base_url}}/api/v1/events/log{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'events.stream.sse': {
    typescript:
      'for await (const event of marquee.events.stream({{params}})) {\n  console.log(event.name, event.data);\n}',
    curl: 'curl \'{{base_url}}/api/v1/events/stream{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -N',
  },
  'events.webhooks.list': {
    typescript: 'for await (const webhook of marquee.events.webhooks.list({{params}})) {\n  console.log(webhook);\n}',
    curl: 'curl \'{{base_url}}/api/v1/events/webhooks{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'events.webhooks.create': {
    typescript: 'const webhookWithSecret = await marquee.events.webhooks.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/events/webhooks\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'events.webhooks.update': {
    typescript: 'const webhook = await marquee.events.webhooks.update({{webhook_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'events.webhooks.delete': {
    typescript: 'const webhookDeleteAnswer = await marquee.events.webhooks.delete({{webhook_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'events.webhooks.deliveries': {
    typescript:
      'for await (const webhookDelivery of marquee.events.webhooks.deliveries({{webhook_id}}, {{params}})) {\n  console.log(webhookDelivery);\n}',
    curl: 'curl \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}/deliveries{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'events.webhooks.replay': {
    typescript: 'const webhookDelivery = await marquee.events.webhooks.replay({{webhook_id}}, {{delivery_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}/deliveries/{{delivery_id}}/replay\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"',
  },
  'events.webhooks.replayRange': {
    typescript: 'const webhookReplay = await marquee.events.webhooks.replayRange({{webhook_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}/replay\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'events.webhooks.rotate': {
    typescript: 'const webhookWithSecret = await marquee.events.webhooks.rotate({{webhook_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}/rotate\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'events.webhooks.test': {
    typescript: 'const webhookDelivery = await marquee.events.webhooks.test({{webhook_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/events/webhooks/{{webhook_id}}/test\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"',
  },
  'messaging.campaigns.list': {
    typescript:
      'for await (const campaign of marquee.messaging.campaigns.list({{params}})) {\n  console.log(campaign);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/campaigns{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.get': {
    typescript: 'const campaign = await marquee.messaging.campaigns.get({{campaign_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.create': {
    typescript: 'const campaign = await marquee.messaging.campaigns.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'messaging.campaigns.update': {
    typescript: 'const campaign = await marquee.messaging.campaigns.update({{campaign_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.campaigns.delete': {
    typescript: 'await marquee.messaging.campaigns.delete({{campaign_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.cancel': {
    typescript: 'const campaign = await marquee.messaging.campaigns.cancel({{campaign_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/cancel\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.pause': {
    typescript: 'const campaign = await marquee.messaging.campaigns.pause({{campaign_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/pause\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.preview': {
    typescript: 'const campaignPreview = await marquee.messaging.campaigns.preview({{campaign_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/preview\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.campaigns.resume': {
    typescript: 'const campaign = await marquee.messaging.campaigns.resume({{campaign_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/resume\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.summary': {
    typescript: 'const campaignSummary = await marquee.messaging.campaigns.summary({{campaign_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/summary\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.campaigns.trigger': {
    typescript: 'const campaignRun = await marquee.messaging.campaigns.trigger({{campaign_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/campaigns/{{campaign_id}}/trigger\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contactImports.list': {
    typescript:
      'for await (const contactImport of marquee.messaging.contactImports.list({{params}})) {\n  console.log(contactImport);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contact-imports{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contactImports.get': {
    typescript: 'const contactImport = await marquee.messaging.contactImports.get({{import_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contact-imports/{{import_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contactImports.create': {
    typescript: 'const contactImport = await marquee.messaging.contactImports.create({{file}}, {{params}});',
    curl: "curl -X POST '{{base_url}}/api/v1/messaging/contact-imports' \\\n  -H \"Authorization: Bearer $MARQUEE_API_KEY\" \\\n  -F 'file=@{{file}}'{{form}}",
  },
  'messaging.contactImports.cancel': {
    typescript: 'const contactImport = await marquee.messaging.contactImports.cancel({{import_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/contact-imports/{{import_id}}/cancel\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contactImports.errors': {
    typescript: 'const download = await marquee.messaging.contactImports.errors({{import_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contact-imports/{{import_id}}/errors.csv\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -o download',
  },
  'messaging.contacts.list': {
    typescript:
      'for await (const contact of marquee.messaging.contacts.list({{params}})) {\n  console.log(contact);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contacts{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contacts.get': {
    typescript: 'const contact = await marquee.messaging.contacts.get({{phone_e164}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contacts/{{phone_e164}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contacts.create': {
    typescript: 'const savedContact = await marquee.messaging.contacts.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/contacts\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'messaging.contacts.update': {
    typescript: 'const savedContact = await marquee.messaging.contacts.update({{phone_e164}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/messaging/contacts/{{phone_e164}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.contacts.delete': {
    typescript: 'const deletedContact = await marquee.messaging.contacts.delete({{phone_e164}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/messaging/contacts/{{phone_e164}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.contacts.consents': {
    typescript:
      'for await (const consentEntry of marquee.messaging.contacts.consents({{phone_e164}}, {{params}})) {\n  console.log(consentEntry);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/contacts/{{phone_e164}}/consents{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.inbound.list': {
    typescript:
      'for await (const inboundMessage of marquee.messaging.inbound.list({{params}})) {\n  console.log(inboundMessage);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/inbound{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.messages.list': {
    typescript:
      'for await (const message of marquee.messaging.messages.list({{params}})) {\n  console.log(message);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/messages{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.messages.get': {
    typescript: 'const messageDetail = await marquee.messaging.messages.get({{message_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/messages/{{message_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.monitoring.dashboard': {
    typescript: 'const monitoringDashboard = await marquee.messaging.monitoring.dashboard();',
    curl: 'curl \'{{base_url}}/api/v1/messaging/monitoring/dashboard\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.monitoring.errors': {
    typescript: 'const monitoringErrors = await marquee.messaging.monitoring.errors({{params}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/monitoring/errors{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.monitoring.timeline': {
    typescript: 'const monitoringTimeline = await marquee.messaging.monitoring.timeline({{params}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/monitoring/timeline{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.optOutReviews.list': {
    typescript:
      'for await (const optOutReview of marquee.messaging.optOutReviews.list({{params}})) {\n  console.log(optOutReview);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/opt-out-reviews{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.optOutReviews.resolve': {
    typescript:
      'const resolvedOptOutReview = await marquee.messaging.optOutReviews.resolve({{review_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/opt-out-reviews/{{review_id}}/resolve\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.segments.list': {
    typescript:
      'for await (const segment of marquee.messaging.segments.list({{params}})) {\n  console.log(segment);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/segments{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.segments.get': {
    typescript: 'const segment = await marquee.messaging.segments.get({{segment_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/segments/{{segment_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.segments.create': {
    typescript: 'const segment = await marquee.messaging.segments.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/segments\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'messaging.segments.update': {
    typescript: 'const segment = await marquee.messaging.segments.update({{segment_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/messaging/segments/{{segment_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.segments.delete': {
    typescript: 'const deletedSegment = await marquee.messaging.segments.delete({{segment_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/messaging/segments/{{segment_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.segments.evaluate': {
    typescript: 'const segmentEvaluation = await marquee.messaging.segments.evaluate({{segment_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/segments/{{segment_id}}/evaluate\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.segments.preview': {
    typescript: 'const segmentPreview = await marquee.messaging.segments.preview({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/segments/preview\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.senders.list': {
    typescript: 'for await (const sender of marquee.messaging.senders.list({{params}})) {\n  console.log(sender);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/senders{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.senders.put': {
    typescript: 'const sender = await marquee.messaging.senders.put({{sender_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/messaging/senders/{{sender_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.suppressions.list': {
    typescript:
      'for await (const suppression of marquee.messaging.suppressions.list({{params}})) {\n  console.log(suppression);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/suppressions{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.suppressions.add': {
    typescript: 'const suppression = await marquee.messaging.suppressions.add({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/suppressions\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.templates.list': {
    typescript:
      'for await (const template of marquee.messaging.templates.list({{params}})) {\n  console.log(template);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/templates{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.templates.get': {
    typescript: 'const template = await marquee.messaging.templates.get({{template_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/templates/{{template_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.templates.create': {
    typescript: 'const template = await marquee.messaging.templates.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/templates\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'messaging.templates.update': {
    typescript: 'const template = await marquee.messaging.templates.update({{template_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/messaging/templates/{{template_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.templates.delete': {
    typescript: 'const deletedTemplate = await marquee.messaging.templates.delete({{template_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/messaging/templates/{{template_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.templates.preview': {
    typescript: 'const templatePreview = await marquee.messaging.templates.preview({{template_id}}, {{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/templates/{{template_id}}/preview\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'messaging.whatsappMessages.check': {
    typescript:
      'const whatsappRecipient = await marquee.messaging.whatsappMessages.check({{sender_id}}, {{phone_e164}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/whatsapp/senders/{{sender_id}}/recipients/{{phone_e164}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.whatsappMessages.send': {
    typescript: 'const whatsappMessage = await marquee.messaging.whatsappMessages.send({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/whatsapp/messages\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'messaging.whatsappTemplates.list': {
    typescript:
      'for await (const whatsappTemplate of marquee.messaging.whatsappTemplates.list({{params}})) {\n  console.log(whatsappTemplate);\n}',
    curl: 'curl \'{{base_url}}/api/v1/messaging/whatsapp/templates{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.whatsappTemplates.get': {
    typescript: 'const whatsappTemplate = await marquee.messaging.whatsappTemplates.get({{template_id}});',
    curl: 'curl \'{{base_url}}/api/v1/messaging/whatsapp/templates/{{template_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'messaging.whatsappTemplates.create': {
    typescript: 'const whatsappTemplate = await marquee.messaging.whatsappTemplates.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/messaging/whatsapp/templates\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'metrics.batches.get': {
    typescript: 'const metricBatch = await marquee.metrics.batches.get({{batch_id}}, {{params}});',
    curl: 'curl \'{{base_url}}/api/v1/metrics/batches/{{batch_id}}{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.batches.upload': {
    typescript: 'const metricBatch = await marquee.metrics.batches.upload({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/metrics/batches\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'metrics.cache.clear': {
    typescript: 'const clearedCache = await marquee.metrics.cache.clear({{params}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/metrics/cache{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.catalog.list': {
    typescript: 'const metricsCatalog = await marquee.metrics.catalog.list({{params}});',
    curl: 'curl \'{{base_url}}/api/v1/metrics/catalog{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.dashboards.query': {
    typescript: 'const dashboardAnswer = await marquee.metrics.dashboards.query({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/metrics/query\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'metrics.performance.get': {
    typescript: 'const metricsPerformance = await marquee.metrics.performance.get();',
    curl: 'curl \'{{base_url}}/api/v1/metrics/stats\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.series.get': {
    typescript: 'const metricSeriesAnswer = await marquee.metrics.series.get({{metric_name}}, {{params}});',
    curl: 'curl \'{{base_url}}/api/v1/metrics/series/{{metric_name}}{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.series.csv': {
    typescript: 'const download = await marquee.metrics.series.csv({{metric_name}}, {{params}});',
    curl: 'curl \'{{base_url}}/api/v1/metrics/series/{{metric_name}}/csv{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -o download',
  },
  'metrics.views.list': {
    typescript:
      'for await (const metricsView of marquee.metrics.views.list({{params}})) {\n  console.log(metricsView);\n}',
    curl: 'curl \'{{base_url}}/api/v1/metrics/views{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'metrics.views.create': {
    typescript: 'const metricsView = await marquee.metrics.views.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/metrics/views\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'metrics.views.delete': {
    typescript: 'const deletedMetricsView = await marquee.metrics.views.delete({{view_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/metrics/views/{{view_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'system.health': {
    typescript: 'const health = await marquee.system.health();',
    curl: "curl '{{base_url}}/api/v1/system/health'",
  },
  'system.live': {
    typescript: 'const liveness = await marquee.system.live();',
    curl: "curl '{{base_url}}/api/v1/system/health/live'",
  },
  'system.metrics': {
    typescript: 'const serverMetrics = await marquee.system.metrics();',
    curl: "curl '{{base_url}}/api/v1/system/metrics'",
  },
  'system.openapi': {
    typescript: 'const openApiDocument = await marquee.system.openapi();',
    curl: "curl '{{base_url}}/api/v1/openapi.json'",
  },
  'system.ready': {
    typescript: 'const readiness = await marquee.system.ready();',
    curl: "curl '{{base_url}}/api/v1/system/health/ready'",
  },
  'system.jobs.list': {
    typescript: 'for await (const job of marquee.system.jobs.list({{params}})) {\n  console.log(job);\n}',
    curl: 'curl \'{{base_url}}/api/v1/system/jobs{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'system.jobs.get': {
    typescript: 'const job = await marquee.system.jobs.get({{job_id}});',
    curl: 'curl \'{{base_url}}/api/v1/system/jobs/{{job_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'system.jobs.cancel': {
    typescript: 'const job = await marquee.system.jobs.cancel({{job_id}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/system/jobs/{{job_id}}/cancel\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.apiKeys.list': {
    typescript: 'for await (const apiKey of marquee.workspace.apiKeys.list({{params}})) {\n  console.log(apiKey);\n}',
    curl: 'curl \'{{base_url}}/api/v1/workspace/api-keys{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.apiKeys.create': {
    typescript: 'const newApiKey = await marquee.workspace.apiKeys.create({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/workspace/api-keys\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY" \\\n  -H "Idempotency-Key: $(uuidgen)"{{body}}',
  },
  'workspace.apiKeys.revoke': {
    typescript: 'const apiKey = await marquee.workspace.apiKeys.revoke({{key_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/workspace/api-keys/{{key_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.audit.list': {
    typescript:
      'for await (const auditEntry of marquee.workspace.audit.list({{params}})) {\n  console.log(auditEntry);\n}',
    curl: 'curl \'{{base_url}}/api/v1/workspace/audit{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.demo.delete': {
    typescript: 'const job = await marquee.workspace.demo.delete();',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/workspace/demo\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.demo.reset': {
    typescript: 'const job = await marquee.workspace.demo.reset();',
    curl: 'curl -X POST \'{{base_url}}/api/v1/workspace/demo/reset\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.limits.get': {
    typescript: 'const limitStates = await marquee.workspace.limits.get();',
    curl: 'curl \'{{base_url}}/api/v1/workspace/limits\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.members.list': {
    typescript:
      'for await (const workspaceMember of marquee.workspace.members.list({{params}})) {\n  console.log(workspaceMember);\n}',
    curl: 'curl \'{{base_url}}/api/v1/workspace/members{{query}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.members.update': {
    typescript: 'const workspaceMember = await marquee.workspace.members.update({{user_id}}, {{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/workspace/members/{{user_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'workspace.members.invite': {
    typescript: 'const workspaceMember = await marquee.workspace.members.invite({{params}});',
    curl: 'curl -X POST \'{{base_url}}/api/v1/workspace/members\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
  'workspace.members.remove': {
    typescript: 'await marquee.workspace.members.remove({{user_id}});',
    curl: 'curl -X DELETE \'{{base_url}}/api/v1/workspace/members/{{user_id}}\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.settings.get': {
    typescript: 'const workspaceSettings = await marquee.workspace.settings.get();',
    curl: 'curl \'{{base_url}}/api/v1/workspace/settings\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"',
  },
  'workspace.settings.update': {
    typescript: 'const workspaceSettings = await marquee.workspace.settings.update({{params}});',
    curl: 'curl -X PUT \'{{base_url}}/api/v1/workspace/settings\' \\\n  -H "Authorization: Bearer $MARQUEE_API_KEY"{{body}}',
  },
};
