const milliseconds = { type: 'integer', minimum: 0, maximum: 86_400_000 } as const;
const optionalText = { type: ['string', 'null'], maxLength: 2000 } as const;

const outage = {
  type: 'object',
  additionalProperties: false,
  required: ['kind'],
  properties: {
    kind: { enum: ['rate_limited', 'error', 'hang', 'reset'] },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    retry_after: { type: 'integer', minimum: 0, maximum: 86_400 },
    accepted: { type: 'boolean' },
    calls: { enum: ['create', 'all'] },
  },
} as const;

/** A `Behaviour`. */
const behaviour = {
  type: 'object',
  additionalProperties: false,
  properties: {
    error_code: { type: 'integer', minimum: 1, maximum: 999_999 },
    final_status: { enum: ['sent', 'delivered', 'undelivered', 'failed'] },
    sent_after_ms: milliseconds,
    delivered_after_ms: milliseconds,
    response_delay_ms: milliseconds,
    outage,
    duplicate_callbacks: { type: 'integer', minimum: 0, maximum: 20 },
    reorder_callbacks: { type: 'boolean' },
    callback_before_response: { type: 'boolean' },
    no_callbacks: { type: 'boolean' },
    forge_callbacks: { type: 'boolean' },
    read_after_ms: milliseconds,
    reply: {
      type: 'object',
      additionalProperties: false,
      required: ['body'],
      properties: { body: { type: 'string', minLength: 1, maxLength: 1600 }, after_ms: milliseconds },
    },
  },
} as const;

/** Body of `POST /simulator/rules`. */
export const ruleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['behaviour'],
  properties: {
    to: optionalText,
    from: optionalText,
    share: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    times: { type: ['integer', 'null'], minimum: 1 },
    for_ms: { type: ['integer', 'null'], minimum: 1 },
    behaviour,
  },
} as const;

/** Body of `PUT /simulator/settings`. */
export const settingsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    sent_after_ms: milliseconds,
    delivered_after_ms: milliseconds,
    spread_ms: milliseconds,
    response_delay_ms: milliseconds,
    callback_statuses: { type: 'array', items: { type: 'string' } },
    callback_attempts: { type: 'integer', minimum: 1, maximum: 100 },
    callback_backoff_ms: milliseconds,
    inbound_url: optionalText,
    opt_out_handling: { type: 'boolean' },
    template_review_ms: milliseconds,
  },
} as const;

/** Body of `POST /simulator/inbound`. */
export const inboundSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to', 'body'],
  properties: {
    from: { type: 'string', minLength: 1, maxLength: 100 },
    to: { type: 'string', minLength: 1, maxLength: 100 },
    body: { type: 'string', maxLength: 1600 },
    account_sid: optionalText,
  },
} as const;

/** Body of `PUT /simulator/senders`. */
export const senderSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['number'],
  properties: {
    number: { type: 'string', minLength: 1, maxLength: 100 },
    account_sid: optionalText,
    inbound_url: optionalText,
  },
} as const;

/** Body of `PUT /simulator/accounts`. */
export const accountSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['sid', 'token'],
  properties: {
    sid: { type: 'string', pattern: '^AC[0-9a-zA-Z]{32}$' },
    token: { type: 'string', minLength: 1, maxLength: 200 },
  },
} as const;

/** Query of the ledger's reads. */
export const ledgerSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    to: { type: 'string' },
    from: { type: 'string' },
    account_sid: { type: 'string' },
    direction: { enum: ['outbound-api', 'outbound-reply', 'inbound'] },
    since_ms: { type: 'integer', minimum: 0 },
    after_seq: { type: 'integer', minimum: 0 },
    limit: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
} as const;

/** Body of `PUT /simulator/whatsapp-numbers`. */
export const whatsappNumberSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['phone_number_id', 'number', 'business_account_id', 'access_token', 'app_secret'],
  properties: {
    phone_number_id: { type: 'string', minLength: 1, maxLength: 100 },
    number: { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' },
    business_account_id: { type: 'string', minLength: 1, maxLength: 100 },
    access_token: { type: 'string', minLength: 1, maxLength: 1000 },
    app_secret: { type: 'string', minLength: 1, maxLength: 1000 },
    webhook_url: optionalText,
  },
} as const;

/** Body of `POST /simulator/whatsapp-inbound`. */
export const whatsappInboundSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to', 'body'],
  properties: {
    from: { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' },
    to: { type: 'string', minLength: 1, maxLength: 100 },
    body: { type: 'string', maxLength: 4096 },
    ago_ms: { type: 'integer', minimum: 0, maximum: 604_800_000 },
    copies: { type: 'integer', minimum: 1, maximum: 20 },
  },
} as const;

/** Body of `PUT /simulator/whatsapp-templates`. */
export const whatsappReviewSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'status'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 512 },
    language: { type: 'string', minLength: 2, maxLength: 10 },
    status: { enum: ['APPROVED', 'REJECTED', 'PENDING', 'PAUSED', 'DISABLED', 'IN_APPEAL'] },
    reason: optionalText,
    silent: { type: 'boolean' },
  },
} as const;
