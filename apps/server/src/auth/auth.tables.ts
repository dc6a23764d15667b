import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { JWK } from 'jose';
import { instant } from '../database/columns.ts';

/** People, over all workspaces. */
export const users = pgTable('auth_users', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  email_key: text('email_key').notNull(),
  full_name: text('full_name').notNull(),
  password_hash: text('password_hash').notNull(),
  last_workspace_id: uuid('last_workspace_id'),
  created_at: instant('created_at').notNull(),
  updated_at: instant('updated_at').notNull(),
});

/** A person as stored. */
export type User = typeof users.$inferSelect;

/** Sessions: families of refresh tokens. */
export const sessions = pgTable('auth_sessions', {
  id: uuid('id').primaryKey(),
  workspace_id: uuid('workspace_id').notNull(),
  user_id: uuid('user_id').notNull(),
  ip: text('ip').notNull(),
  user_agent: text('user_agent'),
  created_at: instant('created_at').notNull(),
  last_used_at: instant('last_used_at').notNull(),
  expires_at: instant('expires_at').notNull(),
  ended_at: instant('ended_at'),
  ended_because: text('ended_because', { enum: ['logout', 'reuse', 'password_reset', 'removed'] }),
});

/** Refresh tokens by hash; each is exchanged once. */
export const refreshTokens = pgTable('auth_refresh_tokens', {
  token_hash: text('token_hash').primaryKey(),
  session_id: uuid('session_id').notNull(),
  issued_at: instant('issued_at').notNull(),
  expires_at: instant('expires_at').notNull(),
  used_at: instant('used_at'),
});

/** Tokens of mailed links by hash; a used one is deleted. */
export const oneTimeTokens = pgTable('auth_one_time_tokens', {
  token_hash: text('token_hash').primaryKey(),
  purpose: text('purpose', { enum: ['password_reset', 'invitation'] }).notNull(),
  user_id: uuid('user_id'),
  invitation_id: uuid('invitation_id'),
  created_at: instant('created_at').notNull(),
  expires_at: instant('expires_at').notNull(),
});

/** Keys that sign access tokens. */
export const signingKeys = pgTable('signing_keys', {
  kid: text('kid').primaryKey(),
  algorithm: text('algorithm').notNull(),
  public_jwk: jsonb('public_jwk').$type<JWK>().notNull(),
  sealed_private_jwk: text('sealed_private_jwk').notNull(),
  created_at: instant('created_at').notNull(),
  signs_until: instant('signs_until').notNull(),
  verifies_until: instant('verifies_until').notNull(),
});

/** A signing key as stored. */
export type SigningKey = typeof signingKeys.$inferSelect;

/** Mail that must go out. */
export const mailOutbox = pgTable('mail_outbox', {
  id: uuid('id').primaryKey(),
  workspace_id: uuid('workspace_id'),
  kind: text('kind', { enum: ['password_reset', 'invitation'] }).notNull(),
  recipient: text('recipient').notNull(),
  invitation_id: uuid('invitation_id'),
  created_at: instant('created_at').notNull(),
  next_attempt_at: instant('next_attempt_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  done_at: instant('done_at'),
  outcome: text('outcome', { enum: ['sent', 'dropped', 'given_up'] }),
  last_error: text('last_error'),
});

/** A mail that must go out. */
export type QueuedMail = typeof mailOutbox.$inferSelect;
