-- The log's number. CACHE 1: a number is drawn by the INSERT that uses it, after its task row is locked.
CREATE SEQUENCE "entry_seq" AS BIGINT CACHE 1;

-- CreateTable
CREATE TABLE "approval" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "task_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "reasons" JSONB NOT NULL,
    "asked" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "review_by" TEXT NOT NULL DEFAULT 'page',
    "sign" TEXT NOT NULL DEFAULT 'none',
    "tell" JSONB NOT NULL DEFAULT '["approvers"]',
    "rule_id" UUID,
    "rule_version" INTEGER,
    "decide_by" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "reason" TEXT,
    "requester_id" UUID,
    "voided" JSONB NOT NULL DEFAULT '[]',
    "glass_seconds" INTEGER NOT NULL DEFAULT 900,
    "escalate_at" TIMESTAMPTZ(3),
    "escalated" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "answer" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "digest" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "given" JSONB,
    "rendering" TEXT,
    "template" INTEGER,
    "uninspected" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sight" (
    "approval_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "words" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "sight_pkey" PRIMARY KEY ("approval_id","human_id","digest","what")
);

-- CreateTable
CREATE TABLE "question" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "told_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "answered_by" TEXT,
    "answerer_id" UUID,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "session_hash" TEXT NOT NULL,
    "envelope" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_signature" (
    "review_id" UUID NOT NULL,
    "passkey_id" UUID NOT NULL,
    "evidence" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "review_signature_pkey" PRIMARY KEY ("review_id")
);

-- CreateTable
CREATE TABLE "signer" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "seat_id" UUID NOT NULL,
    "role" TEXT,
    "group_name" TEXT,
    "glass" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "signer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broken_glass" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until" TIMESTAMPTZ(3) NOT NULL,
    "judge_by" TIMESTAMPTZ(3) NOT NULL,
    "alarmed_at" TIMESTAMPTZ(3),
    "judgement" TEXT,
    "judged_at" TIMESTAMPTZ(3),
    "judged_by" UUID,
    "words" TEXT,

    CONSTRAINT "broken_glass_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_pattern" (
    "id" UUID NOT NULL,
    "approval_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "server_id" UUID NOT NULL,
    "tool" TEXT NOT NULL,
    "tool_digest" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "arguments" JSONB NOT NULL,
    "calls_left" INTEGER,
    "calls_used" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,

    CONSTRAINT "call_pattern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canary" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "agent_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "server_id" UUID NOT NULL,
    "reasons" JSONB NOT NULL,
    "asked" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "review_by" TEXT NOT NULL,
    "rule_id" UUID,
    "rule_version" INTEGER,
    "requester_id" UUID,
    "glass_seconds" INTEGER NOT NULL,
    "ready_seconds" INTEGER NOT NULL,
    "held" JSONB NOT NULL,
    "pointer" TEXT NOT NULL,
    "suspicious" TEXT NOT NULL,
    "decide_by" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "answer" TEXT,
    "reason" TEXT,

    CONSTRAINT "canary_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canary_plan" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "per_week" INTEGER NOT NULL,
    "changed_by" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "canary_plan_pkey" PRIMARY KEY ("one")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "approval_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "call_id" UUID NOT NULL,
    "server_id" UUID NOT NULL,
    "tool" TEXT NOT NULL,
    "tool_digest" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "arguments_digest" TEXT NOT NULL,
    "edit_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ready_at" TIMESTAMPTZ(3),
    "ready_until" TIMESTAMPTZ(3),
    "ready_seconds" INTEGER NOT NULL DEFAULT 600,
    "ended_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "result" TEXT,
    "result_until" TIMESTAMPTZ(3),

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entry" (
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "seq" BIGINT NOT NULL DEFAULT nextval('entry_seq'),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "kind" TEXT NOT NULL,
    "instance_id" UUID NOT NULL,
    "task_id" UUID,
    "epoch" INTEGER,
    "agent_id" UUID,
    "server_id" UUID,
    "tool" TEXT,
    "human_id" UUID,
    "call_id" UUID,
    "approval_id" UUID,
    "digest" TEXT,
    "body" TEXT NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "body" (
    "call_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "content" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "body_pkey" PRIMARY KEY ("call_id","kind")
);

-- CreateTable
CREATE TABLE "instance" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "stopped_at" TIMESTAMPTZ(3),
    "settled_seq" BIGINT NOT NULL DEFAULT 0,
    "settled" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT NOT NULL,
    "host" TEXT NOT NULL,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upstream_credential" (
    "server_id" UUID NOT NULL,
    "header" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'page',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "upstream_credential_pkey" PRIMARY KEY ("server_id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" UUID NOT NULL,
    "fence" BIGINT NOT NULL DEFAULT 1,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "human" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'active',
    "sees_bodies" BOOLEAN NOT NULL DEFAULT true,
    "break_glass" BOOLEAN NOT NULL DEFAULT false,
    "same_person_as" UUID,
    "password_hash" TEXT,
    "password_source" TEXT NOT NULL DEFAULT 'page',
    "oidc_issuer" TEXT,
    "oidc_subject" TEXT,
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "human_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "review_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "group_id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","human_id")
);

-- CreateTable
CREATE TABLE "absence" (
    "id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "delegate_id" UUID,
    "note" TEXT NOT NULL DEFAULT '',
    "from_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "hash" TEXT NOT NULL,
    "human_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "agent" TEXT,
    "address" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "link" (
    "hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "name" TEXT,
    "roles" TEXT[],
    "human_id" UUID,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "access_token" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "human_id" UUID NOT NULL,
    "rights" TEXT[],
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "access_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "alg" INTEGER NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "device_bound" BOOLEAN NOT NULL,
    "backed_up" BOOLEAN NOT NULL,
    "aaguid" TEXT NOT NULL,
    "rp_id" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "attestation" TEXT NOT NULL,
    "client_data" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,
    "revoked_reason" TEXT,

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_enrolment" (
    "id" UUID NOT NULL,
    "human_id" UUID NOT NULL,
    "session_hash" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "note" TEXT NOT NULL DEFAULT '',
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "disabled_at" TIMESTAMPTZ(3),
    "locked" JSONB,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "human_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER,
    "response" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("human_id","key")
);

-- CreateTable
CREATE TABLE "rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "on" BOOLEAN NOT NULL DEFAULT true,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_version" (
    "rule_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "by_id" UUID,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("rule_id","version")
);

-- CreateTable
CREATE TABLE "server" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "era" TEXT,
    "protocol" TEXT,
    "health" TEXT NOT NULL DEFAULT 'unknown',
    "health_note" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "title" TEXT,
    "instructions" TEXT,
    "classing" TEXT NOT NULL DEFAULT 'ask',
    "declared" JSONB,
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool" (
    "server_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "class" TEXT,
    "proposed_class" TEXT NOT NULL,
    "classed_by" UUID,
    "classed_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'pinned',
    "offered" TEXT,
    "offered_digest" TEXT,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "locked" JSONB,

    CONSTRAINT "tool_pkey" PRIMARY KEY ("server_id","name")
);

-- CreateTable
CREATE TABLE "charter" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "charter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "default_charter" (
    "agent_id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,

    CONSTRAINT "default_charter_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "charter_id" UUID NOT NULL,
    "run" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "paused_for" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "pause_note" TEXT,
    "grant_id" UUID,
    "not_before" TIMESTAMPTZ(3),
    "idle_seconds" INTEGER,
    "idle_at" TIMESTAMPTZ(3),
    "lease_at" TIMESTAMPTZ(3),
    "end_at" TIMESTAMPTZ(3),
    "runs_until" TIMESTAMPTZ(3) GENERATED ALWAYS AS (LEAST("idle_at", "lease_at", "end_at")) STORED,
    "stall_seconds" INTEGER,
    "calls_left" INTEGER,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "requested_until" TIMESTAMPTZ(3) NOT NULL,
    "ask_after" TIMESTAMPTZ(3),
    "ask_note" TEXT,
    "always_asks" BOOLEAN NOT NULL DEFAULT false,
    "previous_id" UUID,
    "cool_until" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "calls_allowed" INTEGER NOT NULL DEFAULT 0,
    "calls_held" INTEGER NOT NULL DEFAULT 0,
    "calls_denied" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "end_reason" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "scope" JSONB NOT NULL,
    "terms" JSONB NOT NULL,
    "clocks" JSONB NOT NULL,
    "calls" INTEGER,
    "context" JSONB,
    "approval_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_credential" (
    "id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oidc_payload" (
    "model" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "user_code" TEXT,
    "uid" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "oidc_payload_pkey" PRIMARY KEY ("model","id")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'on',
    "off_reason" TEXT,
    "settings" JSONB NOT NULL,
    "sealed" JSONB NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'page',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tell_choice" (
    "human_id" UUID NOT NULL,
    "channel_ids" UUID[],
    "events" TEXT[],
    "time_zone" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "tell_choice_pkey" PRIMARY KEY ("human_id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "human_id" UUID,
    "approval_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tell_cursor" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "seq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "tell_cursor_pkey" PRIMARY KEY ("one")
);

-- CreateIndex
CREATE INDEX "approval_state_decide_by_id_idx" ON "approval"("state", "decide_by", "id");

-- CreateIndex
CREATE INDEX "approval_task_id_idx" ON "approval"("task_id");

-- CreateIndex
CREATE INDEX "approval_decided_at_id_idx" ON "approval"("decided_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "review_approval_id_idx" ON "review"("approval_id");

-- CreateIndex
CREATE INDEX "review_human_id_created_at_idx" ON "review"("human_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "review_created_at_idx" ON "review"("created_at" DESC);

-- CreateIndex
CREATE INDEX "sight_at_idx" ON "sight"("at");

-- CreateIndex
CREATE INDEX "signing_expires_at_idx" ON "signing"("expires_at");

-- CreateIndex
CREATE INDEX "question_approval_id_asked_at_idx" ON "question"("approval_id", "asked_at");

-- CreateIndex
CREATE INDEX "review_signature_passkey_id_idx" ON "review_signature"("passkey_id");

-- CreateIndex
CREATE INDEX "signer_approval_id_idx" ON "signer"("approval_id");

-- CreateIndex
CREATE UNIQUE INDEX "broken_glass_approval_id_key" ON "broken_glass"("approval_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_pattern_approval_id_key" ON "call_pattern"("approval_id");

-- CreateIndex
CREATE INDEX "call_pattern_task_id_ended_at_idx" ON "call_pattern"("task_id", "ended_at");

-- CreateIndex
CREATE INDEX "broken_glass_at_id_idx" ON "broken_glass"("at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "hold_call_id_key" ON "hold"("call_id");

-- CreateIndex
CREATE INDEX "hold_task_id_state_idx" ON "hold"("task_id", "state");

-- CreateIndex
CREATE INDEX "hold_approval_id_idx" ON "hold"("approval_id");

-- CreateIndex
CREATE INDEX "canary_decided_at_id_idx" ON "canary"("decided_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "entry_task_id_seq_idx" ON "entry"("task_id", "seq");

-- CreateIndex
CREATE INDEX "entry_agent_id_seq_idx" ON "entry"("agent_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "human_email_key" ON "human"("email");

-- CreateIndex
CREATE UNIQUE INDEX "human_oidc_issuer_oidc_subject_key" ON "human"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE UNIQUE INDEX "review_group_name_key" ON "review_group"("name");

-- CreateIndex
CREATE INDEX "group_member_human_id_idx" ON "group_member"("human_id");

-- CreateIndex
CREATE INDEX "absence_human_id_idx" ON "absence"("human_id");

-- CreateIndex
CREATE INDEX "absence_delegate_id_idx" ON "absence"("delegate_id");

-- CreateIndex
CREATE INDEX "session_human_id_idx" ON "session"("human_id");

-- CreateIndex
CREATE UNIQUE INDEX "access_token_hash_key" ON "access_token"("hash");

-- CreateIndex
CREATE INDEX "access_token_human_id_idx" ON "access_token"("human_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_human_id_idx" ON "passkey"("human_id");

-- CreateIndex
CREATE INDEX "passkey_enrolment_expires_at_idx" ON "passkey_enrolment"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_attempt_key_at_idx" ON "sign_in_attempt"("key", "at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_name_key" ON "agent"("name");

-- CreateIndex
CREATE UNIQUE INDEX "rule_name_key" ON "rule"("name");

-- CreateIndex
CREATE UNIQUE INDEX "server_name_key" ON "server"("name");

-- CreateIndex
CREATE UNIQUE INDEX "charter_agent_id_digest_key" ON "charter"("agent_id", "digest");

-- CreateIndex
CREATE INDEX "task_requested_at_id_idx" ON "task"("requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "task_state_requested_at_id_idx" ON "task"("state", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "task_agent_id_requested_at_id_idx" ON "task"("agent_id", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "grant_task_id_epoch_key" ON "grant"("task_id", "epoch");

-- CreateIndex
CREATE UNIQUE INDEX "agent_credential_hash_key" ON "agent_credential"("hash");

-- CreateIndex
CREATE INDEX "agent_credential_agent_id_idx" ON "agent_credential"("agent_id");

-- CreateIndex
CREATE INDEX "oidc_payload_grant_id_idx" ON "oidc_payload"("grant_id");

-- CreateIndex
CREATE INDEX "oidc_payload_uid_idx" ON "oidc_payload"("uid");

-- CreateIndex
CREATE UNIQUE INDEX "channel_name_key" ON "channel"("name");

-- CreateIndex
CREATE INDEX "delivery_channel_id_created_at_id_idx" ON "delivery"("channel_id", "created_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question" ADD CONSTRAINT "question_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_signature" ADD CONSTRAINT "review_signature_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signer" ADD CONSTRAINT "signer_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sight" ADD CONSTRAINT "sight_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_pattern" ADD CONSTRAINT "call_pattern_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_approval_id_fkey" FOREIGN KEY ("approval_id") REFERENCES "approval"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "review_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_human_id_fkey" FOREIGN KEY ("human_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_human_id_fkey" FOREIGN KEY ("human_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absence" ADD CONSTRAINT "absence_delegate_id_fkey" FOREIGN KEY ("delegate_id") REFERENCES "human"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_human_id_fkey" FOREIGN KEY ("human_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_human_id_fkey" FOREIGN KEY ("human_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_human_id_fkey" FOREIGN KEY ("human_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "human"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rule_version" ADD CONSTRAINT "rule_version_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool" ADD CONSTRAINT "tool_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_charter_id_fkey" FOREIGN KEY ("charter_id") REFERENCES "charter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- ── What the schema language cannot say ──────────────────────────────────────

ALTER SEQUENCE "entry_seq" OWNED BY "entry"."seq";

-- One open task per agent, charter and run.
CREATE UNIQUE INDEX "task_open_key" ON "task"("agent_id", "charter_id", "run")
  WHERE "state" IN ('requested', 'running', 'paused');
-- The sweeper reads the few tasks whose time has come.
CREATE INDEX "task_due_idx" ON "task"("runs_until") WHERE "state" = 'running';
CREATE INDEX "task_paused_end_idx" ON "task"("end_at") WHERE "state" = 'paused';
CREATE INDEX "task_requested_idx" ON "task"("requested_until") WHERE "state" = 'requested';

-- One pending start or resume per task; one hold per key that is still waiting or ready.
CREATE UNIQUE INDEX "approval_pending_task_key" ON "approval"("task_id")
  WHERE "state" = 'pending' AND "kind" IN ('start', 'resume');
CREATE UNIQUE INDEX "hold_live_key" ON "hold"("key") WHERE "state" IN ('waiting', 'ready');
CREATE INDEX "hold_result_idx" ON "hold"("key", "result_until") WHERE "result" IS NOT NULL;
CREATE INDEX "hold_ready_idx" ON "hold"("ready_until") WHERE "state" = 'ready';

-- Questions that go to more people, and judgements that are due.
CREATE INDEX "approval_escalate_idx" ON "approval"("escalate_at") WHERE "state" = 'pending' AND "escalate_at" IS NOT NULL;
CREATE INDEX "broken_glass_unjudged_idx" ON "broken_glass"("judge_by") WHERE "judgement" IS NULL;
-- Somebody is away once at a time.
CREATE UNIQUE INDEX "absence_live_key" ON "absence"("human_id") WHERE "ended_at" IS NULL;

-- One canary waits at a time. It is no approval and no hold, and never becomes one: neither may have its id.
CREATE UNIQUE INDEX "canary_pending_key" ON "canary"((true)) WHERE "state" = 'pending';
CREATE FUNCTION "refuse_canary"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "canary" WHERE "id" = (to_jsonb(NEW)->>TG_ARGV[0])::uuid) THEN
    RAISE EXCEPTION 'a canary lets nothing through: % is one', to_jsonb(NEW)->>TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "approval_no_canary" BEFORE INSERT ON "approval" FOR EACH ROW EXECUTE FUNCTION "refuse_canary"('id');
ALTER TABLE "approval" ENABLE ALWAYS TRIGGER "approval_no_canary";
ALTER TABLE "canary" ADD CONSTRAINT "canary_state_check" CHECK ("state" IN ('pending','caught','missed','expired','withdrawn')
  AND ("state" = 'pending') = ("decided_at" IS NULL) AND ("state" IN ('caught','missed')) = ("decided_by" IS NOT NULL));
ALTER TABLE "canary_plan" ADD CONSTRAINT "canary_plan_check" CHECK ("one" AND "per_week" BETWEEN 0 AND 50);

-- What waits for people or was decided, canaries among the others: only for showing. Nothing that decides reads it.
CREATE VIEW "shown_approval" AS
  SELECT "id", "kind", "state", "task_id", "agent_id", "epoch", "reasons", "asked", "digest", "class", "review_by", "sign",
    "decide_by", "created_at", "decided_at", "decided_by", "reason", "requester_id", "voided", "escalated", false AS "canary"
  FROM "approval"
  UNION ALL
  SELECT "id", 'call', CASE "state" WHEN 'caught' THEN 'denied' WHEN 'missed' THEN 'approved' WHEN 'withdrawn' THEN 'superseded' ELSE "state" END, "task_id", "agent_id",
    "epoch", "reasons", "asked", "digest", "class", "review_by", 'none', "decide_by", "created_at", "decided_at", "decided_by", "reason",
    "requester_id", '[]'::jsonb, '[]'::jsonb, true
  FROM "canary";

-- A call is held, decided and ended at most once each, whoever writes it; the same index finds the entries of a call.
CREATE UNIQUE INDEX "entry_call_key" ON "entry"("call_id", (CASE "kind"
  WHEN 'call.held' THEN 1
  WHEN 'call.allowed' THEN 2 WHEN 'call.denied' THEN 2
  WHEN 'call.succeeded' THEN 3 WHEN 'call.failed' THEN 3 WHEN 'call.timed_out' THEN 3 WHEN 'call.aborted' THEN 3
  WHEN 'call.not_sent' THEN 3 WHEN 'call.unknown' THEN 3 END)) WHERE "call_id" IS NOT NULL;
CREATE INDEX "entry_human_idx" ON "entry"("human_id", "seq") WHERE "human_id" IS NOT NULL;
CREATE INDEX "entry_digest_idx" ON "entry"("digest", "seq") WHERE "digest" IS NOT NULL;
CREATE INDEX "entry_tool_idx" ON "entry"("server_id", "tool", "seq") WHERE "tool" IS NOT NULL;
CREATE INDEX "entry_approval_idx" ON "entry"("approval_id") WHERE "approval_id" IS NOT NULL;
-- What people and clocks did is rare among calls: a task's life and "what did people do" must not read every call.
CREATE INDEX "entry_life_idx" ON "entry"("task_id", "seq") WHERE "kind" NOT LIKE 'call.%';
CREATE INDEX "entry_acts_idx" ON "entry"("seq") WHERE "kind" NOT LIKE 'call.%';

-- Somebody is told of an event once in each place, and a room once: whoever plans it, however often. Of questions about
-- one approval there may be several.
CREATE UNIQUE INDEX "delivery_once_key" ON "delivery"("channel_id", "approval_id", "event",
  (COALESCE("human_id", '00000000-0000-0000-0000-000000000000'::uuid)),
  (CASE WHEN "event" IN ('asked','answered') THEN "seq" ELSE 0 END));
CREATE INDEX "delivery_due_idx" ON "delivery"("next_at") WHERE "state" IN ('waiting', 'sending');

-- States are closed lists here as well as in code.
ALTER TABLE "task" ADD CONSTRAINT "task_state_check" CHECK ("state" IN ('requested','running','paused','completed','withdrawn','denied','revoked','expired'));
ALTER TABLE "task" ADD CONSTRAINT "task_calls_left_check" CHECK ("calls_left" IS NULL OR "calls_left" >= 0);
ALTER TABLE "approval" ADD CONSTRAINT "approval_state_check" CHECK ("state" IN ('pending','approved','denied','expired','superseded','withdrawn'));
ALTER TABLE "approval" ADD CONSTRAINT "approval_kind_check" CHECK ("kind" IN ('start','resume','call'));
ALTER TABLE "approval" ADD CONSTRAINT "approval_sign_check" CHECK ("sign" IN ('none','passkey','device_passkey'));
ALTER TABLE "sight" ADD CONSTRAINT "sight_what_check" CHECK ("what" IN ('head','end') AND "words" >= 0);
ALTER TABLE "question" ADD CONSTRAINT "question_answer_check" CHECK (("answer" IS NULL) = ("answered_by" IS NULL)
  AND ("answer" IS NULL) = ("answered_at" IS NULL) AND "answered_by" IN ('agent','human')
  AND ("answered_by" IS NOT DISTINCT FROM 'human') = ("answerer_id" IS NOT NULL));
ALTER TABLE "human" ADD CONSTRAINT "human_same_person_check" CHECK ("same_person_as" <> "id");
ALTER TABLE "absence" ADD CONSTRAINT "absence_delegate_check" CHECK ("delegate_id" <> "human_id");
ALTER TABLE "broken_glass" ADD CONSTRAINT "broken_glass_judgement_check" CHECK ("judgement" IN ('justified','not_justified')
  AND ("judgement" IS NULL) = ("judged_by" IS NULL) AND "judged_by" <> "human_id");
ALTER TABLE "hold" ADD CONSTRAINT "hold_state_check" CHECK ("state" IN ('waiting','ready','used','denied','expired','superseded','withdrawn'));

ALTER TABLE "channel" ADD CONSTRAINT "channel_kind_check" CHECK ("kind" IN ('email','slack','teams','webhook'));
ALTER TABLE "channel" ADD CONSTRAINT "channel_state_check" CHECK ("state" IN ('on','off'));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_event_check" CHECK ("event" IN ('pending','decided','ended','escalated','glass','overdue','asked','answered'));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_state_check" CHECK ("state" IN ('waiting','sending','sent','failed','dropped'));
ALTER TABLE "tell_cursor" ADD CONSTRAINT "tell_cursor_one_check" CHECK ("one");

-- The log is append-only. ENABLE ALWAYS: a session in replica mode is refused too.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "entry_no_change" BEFORE UPDATE OR DELETE ON "entry" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "entry_no_truncate" BEFORE TRUNCATE ON "entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "entry" ENABLE ALWAYS TRIGGER "entry_no_change";
ALTER TABLE "entry" ENABLE ALWAYS TRIGGER "entry_no_truncate";

-- A review and a version are evidence as well.
CREATE TRIGGER "review_no_change" BEFORE UPDATE OR DELETE ON "review" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "review_no_truncate" BEFORE TRUNCATE ON "review" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "review" ENABLE ALWAYS TRIGGER "review_no_change";
ALTER TABLE "review" ENABLE ALWAYS TRIGGER "review_no_truncate";
CREATE TRIGGER "review_signature_no_change" BEFORE UPDATE OR DELETE ON "review_signature" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "review_signature_no_truncate" BEFORE TRUNCATE ON "review_signature" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "review_signature" ENABLE ALWAYS TRIGGER "review_signature_no_change";
ALTER TABLE "review_signature" ENABLE ALWAYS TRIGGER "review_signature_no_truncate";
-- When somebody saw a card is not changed either; it is staff data, so it may be forgotten.
CREATE TRIGGER "sight_no_change" BEFORE UPDATE ON "sight" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "sight" ENABLE ALWAYS TRIGGER "sight_no_change";
-- A question is answered once; what was asked and said never changes.
CREATE FUNCTION "answer_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.approval_id, NEW.human_id, NEW.text, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.approval_id, OLD.human_id, OLD.text, OLD.asked_at)
     OR (OLD.answer IS NOT NULL AND (NEW.answer, NEW.answered_by, NEW.answerer_id, NEW.answered_at)
       IS DISTINCT FROM (OLD.answer, OLD.answered_by, OLD.answerer_id, OLD.answered_at)) THEN
    RAISE EXCEPTION 'a question can only be answered, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "question_answer_once" BEFORE UPDATE ON "question" FOR EACH ROW EXECUTE FUNCTION "answer_once"();
CREATE TRIGGER "question_no_delete" BEFORE DELETE ON "question" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "question_no_truncate" BEFORE TRUNCATE ON "question" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "question" ENABLE ALWAYS TRIGGER "question_answer_once";
ALTER TABLE "question" ENABLE ALWAYS TRIGGER "question_no_delete";
ALTER TABLE "question" ENABLE ALWAYS TRIGGER "question_no_truncate";
CREATE TRIGGER "signer_no_change" BEFORE UPDATE OR DELETE ON "signer" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "signer_no_truncate" BEFORE TRUNCATE ON "signer" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "signer" ENABLE ALWAYS TRIGGER "signer_no_change";
ALTER TABLE "signer" ENABLE ALWAYS TRIGGER "signer_no_truncate";
CREATE TRIGGER "rule_version_no_change" BEFORE UPDATE OR DELETE ON "rule_version" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "rule_version_no_truncate" BEFORE TRUNCATE ON "rule_version" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "rule_version" ENABLE ALWAYS TRIGGER "rule_version_no_change";
ALTER TABLE "rule_version" ENABLE ALWAYS TRIGGER "rule_version_no_truncate";

-- A body may be erased, nothing else about it may change.
CREATE FUNCTION "erase_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NOT NULL OR NEW.erased_at IS NULL
     OR (NEW.call_id, NEW.kind, NEW.salt, NEW.digest) IS DISTINCT FROM (OLD.call_id, OLD.kind, OLD.salt, OLD.digest) THEN
    RAISE EXCEPTION 'a body can only be erased' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "body_erase_only" BEFORE UPDATE ON "body" FOR EACH ROW EXECUTE FUNCTION "erase_only"();
CREATE TRIGGER "body_no_delete" BEFORE DELETE ON "body" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "body" ENABLE ALWAYS TRIGGER "body_erase_only";
ALTER TABLE "body" ENABLE ALWAYS TRIGGER "body_no_delete";

-- A passkey is what signatures are verified by: it may be used, renamed and revoked, once; its key never changes.
CREATE FUNCTION "keep_passkey"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.human_id, NEW.credential_id, NEW.public_key, NEW.alg, NEW.device_bound, NEW.aaguid, NEW.rp_id, NEW.origin, NEW.attestation, NEW.client_data, NEW.created_at)
     IS DISTINCT FROM (OLD.id, OLD.human_id, OLD.credential_id, OLD.public_key, OLD.alg, OLD.device_bound, OLD.aaguid, OLD.rp_id, OLD.origin, OLD.attestation, OLD.client_data, OLD.created_at)
     OR NEW.counter < OLD.counter OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'a passkey can only be used, renamed and revoked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "passkey_keep" BEFORE UPDATE ON "passkey" FOR EACH ROW EXECUTE FUNCTION "keep_passkey"();
CREATE TRIGGER "passkey_no_delete" BEFORE DELETE ON "passkey" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "passkey" ENABLE ALWAYS TRIGGER "passkey_keep";
ALTER TABLE "passkey" ENABLE ALWAYS TRIGGER "passkey_no_delete";
