import type { ColumnType, Generated } from 'kysely';

/** Columns of the tables as Kysely sees them; the truth is in migrations/ and schema.sql. */

type Bytes = Buffer;
type Time = ColumnType<Date, Date | string | undefined, Date | string>;
type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** JSON is handed to pg as text, since it would take an array for a PostgreSQL array. */
type Json<T> = ColumnType<T, string, string>;
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
type Count = ColumnType<number, number | undefined, number>;

export interface Tables {
  organizations: {
    id: string;
    number: number;
    name: string;
    postal_address: string;
    from_name: string;
    from_address: string;
    sending_domain: string;
    profile: string;
    sender: Json<unknown>;
    transport: Json<unknown>;
    data_key_wrapped: Bytes;
    demonstration: Generated<boolean>;
    version: Count;
    created_at: Time;
  };
  dkim_keys: {
    organization_id: string;
    id: string;
    domain: string;
    selector: string;
    public_key: string;
    private_key_sealed: Bytes;
    created_at: Time;
  };
  users: {
    id: string;
    organization_id: string;
    email: string;
    name: string;
    role: string;
    password_hash: string;
    failed_sign_ins: Count;
    locked_until: MaybeTime;
    created_at: Time;
  };
  sessions: {
    token_hash: Bytes;
    user_id: string;
    created_at: Time;
    last_seen_at: Time;
    expires_at: Time;
    revoked_at: MaybeTime;
  };
  idempotency_keys: {
    organization_id: string;
    key: string;
    request_hash: Bytes;
    status: number | null;
    answer_sealed: Bytes | null;
    created_at: Time;
  };
  attribute_definitions: {
    organization_id: string;
    id: string;
    number: number;
    key: string;
    label: string;
    type: string;
    sensitivity: string;
    system: string | null;
    identity: Generated<boolean>;
    deleted_at: MaybeTime;
    created_at: Time;
  };
  contacts: {
    bucket: number;
    organization_id: string;
    id: string;
    identity_sealed: Bytes;
    values_sealed: Bytes;
    has_email: boolean;
    content_hash: Bytes;
    created_at: Time;
    updated_at: Time;
  };
  contact_keys: {
    bucket: number;
    organization_id: string;
    kind: 'email' | 'phone' | 'record_number';
    token: Bytes;
    contact_id: string;
  };
  contact_values: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    attribute: number;
    ordinal: number;
    token: Bytes | null;
    ancestor: Generated<boolean>;
    number: number | null;
    /** 'YYYY-MM-DD': the pool's type parser leaves dates as text. */
    day: string | null;
    flag: boolean | null;
  };
  consent_events: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    id: string;
    kind: string;
    fact: Json<unknown>;
    source: string;
    actor: string;
    at: Time;
    recorded_at: Time;
  };
  imports: {
    organization_id: string;
    id: string;
    name_sealed: Bytes;
    state: 'uploading' | 'uploaded' | 'running' | 'done' | 'failed';
    dialect: Json<unknown>;
    columns_sealed: Bytes;
    mapping: MaybeJson<unknown>;
    bytes: number;
    bytes_done: Count;
    lines_done: Count;
    rows_done: Count;
    created: Count;
    updated: Count;
    unchanged: Count;
    rejected: Count;
    problem: string | null;
    created_by: string | null;
    created_at: Time;
    started_at: MaybeTime;
    finished_at: MaybeTime;
  };
  import_chunks: { organization_id: string; import_id: string; ordinal: number; sealed: Bytes };
  import_marks: { organization_id: string; import_id: string; mark: Bytes };
  import_rejects: {
    organization_id: string;
    import_id: string;
    line: number;
    reason: string;
    row_sealed: Bytes;
  };
  segments: {
    organization_id: string;
    id: string;
    name: string;
    tree: Json<unknown>;
    version: Count;
    created_by: string | null;
    created_at: Time;
    updated_at: Time;
    deleted_at: MaybeTime;
  };
  templates: {
    organization_id: string;
    id: string;
    name: string;
    version: Count;
    created_by: string | null;
    created_at: Time;
    updated_at: Time;
    deleted_at: MaybeTime;
  };
  template_versions: {
    organization_id: string;
    template_id: string;
    version: number;
    subject: string;
    preheader: string;
    mjml: string;
    text_source: string;
    html: string;
    text: string;
    fields: Json<unknown>;
    links: Json<unknown>;
    sensitivity: string | null;
    caused_by: string | null;
    created_at: Time;
  };
  campaigns: {
    organization_id: string;
    id: string;
    name: string;
    state: 'draft' | 'running' | 'paused' | 'done' | 'cancelled';
    goal: string | null;
    segment_id: string | null;
    template_id: string | null;
    interview: Json<unknown>;
    stream: 'marketing' | 'transactional';
    communication: MaybeJson<unknown>;
    template_version: number | null;
    segment_tree: MaybeJson<unknown>;
    audience: number | null;
    held_reason: string | null;
    held_until: MaybeTime;
    version: Count;
    created_by: string | null;
    created_at: Time;
    updated_at: Time;
    launched_at: MaybeTime;
    finished_at: MaybeTime;
  };
  sends: {
    bucket: number;
    organization_id: string;
    campaign_id: string;
    contact_id: string;
    state:
      | 'queued'
      | 'claimed'
      | 'accepted'
      | 'deferred'
      | 'refused'
      | 'suppressed'
      | 'failed'
      | 'uncertain';
    verdict: string | null;
    code: string | null;
    rule: number | null;
    authorization_kind: string | null;
    authorization_id: string | null;
    citations: string[] | null;
    obligations: string[] | null;
    reason: string | null;
    attempt: Count;
    deferrals: Count;
    owner: string | null;
    lease_until: MaybeTime;
    handed_over_at: MaybeTime;
    due_at: Time;
    decided_at: MaybeTime;
    settled_at: MaybeTime;
    message_id: string | null;
    smtp_code: number | null;
    enhanced_code: string | null;
    tls_protocol: string | null;
    tls_cipher: string | null;
    tls_verified: string | null;
  };
  events: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    campaign_id: string;
    id: string;
    kind: 'open' | 'click' | 'unsubscribe';
    link: number | null;
    machine: Generated<boolean>;
    at: Time;
  };
  sandbox_messages: {
    organization_id: string;
    id: string;
    source_sealed: Bytes;
    size: number;
    dkim: string;
    tls_protocol: string | null;
    tls_cipher: string | null;
    campaign_id: string | null;
    received_at: Time;
  };
  audit_entries: {
    organization_id: string;
    sequence: number;
    at: Time;
    actor: string;
    action: string;
    subject: Json<unknown>;
    previous_hash: Bytes;
    hash: Bytes;
  };
  audit_heads: { organization_id: string; sequence: number; hash: Bytes };
}
