import type { SendState, TlsPolicyType, TlsResult } from '@postern/core/delivery';
import type { SignUpContent } from '@postern/core/sign-up';
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
    /** After so many minutes without use a session ends. */
    idle_minutes: Count;
    second_factor_required: Generated<boolean>;
    single_sign_on_required: Generated<boolean>;
    /** Who signs in by a password even so. */
    break_glass_user_id: string | null;
    portal: ColumnType<unknown, string | undefined, string>;
    portal_version: Count;
    version: Count;
    created_at: Time;
    time_zone: Generated<string>;
    per_second: number | null;
    send_window: MaybeJson<unknown>;
    pace_version: Count;
    segments_made: Generated<number>;
  };
  dkim_keys: {
    organization_id: string;
    id: string;
    domain: string;
    selector: string;
    public_key: string;
    private_key_sealed: Bytes;
    algorithm: Generated<'rsa-sha256' | 'ed25519-sha256'>;
    state: Generated<'pending' | 'active' | 'retired'>;
    retired_at: MaybeTime;
    created_at: Time;
  };
  seal_keys: {
    organization_id: string;
    version: number;
    state: 'announced' | 'current' | 'old';
    /** Null: made of the data key, version 1. */
    wrapped: Bytes | null;
    created_at: Time;
  };
  key_rotations: {
    organization_id: string;
    version: number;
    state: 'announced' | 'current' | 'sealing' | 'checking' | 'finished';
    generation: number;
    position: MaybeJson<unknown>;
    found: Count;
    total: number | null;
    done: Count;
    barrier: string | null;
    problem: string | null;
    started_at: Time;
    current_at: MaybeTime;
    finished_at: MaybeTime;
  };
  key_custody: {
    one: Generated<boolean>;
    generation: Count;
    rewrap_started_at: MaybeTime;
    rewrapped_at: MaybeTime;
    backup_mark: string | null;
    backup_confirmed_at: MaybeTime;
    backup_confirmed_by: string | null;
  };
  key_holders: { id: string; generation: number; seen_at: Time };
  destroyed_organizations: {
    organization_id: string;
    certificate: Json<unknown>;
    destroyed_at: Time;
    rows_gone_at: MaybeTime;
  };
  streams: {
    organization_id: string;
    stream: 'marketing' | 'transactional';
    domain: string;
    from_name: string;
    from_address: string;
    reply_to: string | null;
    local_address: string | null;
    return_path_domain: string;
    version: Count;
  };
  sending_domains: { domain: string; organization_id: string };
  domain_checks: {
    organization_id: string;
    stream: 'marketing' | 'transactional';
    kind: 'spf' | 'dkim' | 'dmarc' | 'mx' | 'ptr' | 'blocklist';
    subject: string;
    state: 'ok' | 'wrong' | 'missing' | 'unknown';
    sentence: string;
    records: Json<unknown>;
    checked_at: Time;
  };
  roles: {
    organization_id: string;
    id: string;
    name: string;
    permissions: string[];
    highest_class: string | null;
    version: Count;
    created_at: Time;
    updated_at: Time;
  };
  applications: {
    organization_id: string;
    id: string;
    name: string;
    owner_id: string;
    permissions: string[];
    highest_class: string | null;
    ways: string[];
    addresses: string[];
    per_minute: number | null;
    public_keys: MaybeJson<unknown>;
    created_at: Time;
    first_used_at: MaybeTime;
    restricted_at: MaybeTime;
    restricted_why: 'volume' | 'address' | 'refusals' | null;
    restricted_network: string | null;
    released_at: MaybeTime;
    ended_at: MaybeTime;
    version: Count;
  };
  application_keys: {
    organization_id: string;
    id: string;
    application_id: string;
    kind: 'key' | 'client' | 'session';
    prefix: string;
    secret_hash: Bytes | null;
    secret_sealed: Bytes | null;
    parent_id: string | null;
    created_at: Time;
    expires_at: Time;
    revoked_at: MaybeTime;
    last_used_at: MaybeTime;
  };
  application_tokens: {
    token_hash: Bytes;
    organization_id: string;
    application_id: string;
    key_id: string | null;
    permissions: string[];
    expires_at: Time;
  };
  application_nonces: {
    nonce_hash: Bytes;
    organization_id: string;
    expires_at: Time;
  };
  application_networks: {
    organization_id: string;
    application_id: string;
    network: string;
    first_seen_at: Time;
  };
  api_use: {
    organization_id: string;
    subject_id: string;
    minute: Time;
    calls: number;
    refused: number;
  };
  rate_limits: {
    organization_id: string;
    subject: string;
    per_minute: number;
  };
  emergency_access: {
    organization_id: string;
    id: string;
    user_id: string;
    reason_sealed: Bytes;
    up_to: string;
    begun_at: Time;
    ends_at: Time;
    ended_at: MaybeTime;
    noticed_at: MaybeTime;
    reviewed_at: MaybeTime;
    reviewed_by: string | null;
    review_sealed: Bytes | null;
  };
  users: {
    id: string;
    organization_id: string;
    email: string;
    name: string;
    roles: string[];
    /** Null: they sign in by something else. */
    password_hash: string | null;
    /** Null: they work here. */
    left_at: MaybeTime;
    created_at: Time;
  };
  sessions: {
    token_hash: Bytes;
    id: Generated<string>;
    user_id: string;
    stage: Generated<'factor' | 'enrol' | 'whole'>;
    began_by: Generated<'password' | 'single_sign_on'>;
    proved_at: ColumnType<Date, Date, Date>;
    address: Generated<string>;
    browser: Generated<string>;
    device_hash: Bytes | null;
    created_at: Time;
    last_seen_at: Time;
    expires_at: Time;
    revoked_at: MaybeTime;
  };
  single_sign_on: {
    organization_id: string;
    kind: 'oidc' | 'saml';
    provider_sealed: Bytes;
    roles_from: 'claim' | 'directory' | 'hand';
    role_claim: string;
    role_mapping: Json<unknown>;
    create_people: boolean;
    factor_words: string[];
    version: Count;
    updated_at: Time;
  };
  single_sign_on_domains: { domain: string; organization_id: string };
  single_sign_on_requests: {
    state_hash: Bytes;
    organization_id: string;
    browser_hash: Bytes;
    device_hash: Bytes;
    request_id: string;
    session_id: string | null;
    user_id: string | null;
    factor_given: boolean;
    next: string;
    created_at: Time;
    expires_at: Time;
    handle_hash: Bytes | null;
    outcome: MaybeJson<unknown>;
  };
  single_sign_on_assertions: { assertion_hash: Bytes; organization_id: string; expires_at: Time };
  single_sign_on_identities: {
    organization_id: string;
    user_id: string;
    issuer_hash: Bytes;
    subject_hash: Bytes;
  };
  scim_tokens: {
    organization_id: string;
    id: string;
    token_hash: Bytes;
    created_by: string;
    created_at: Time;
    last_used_at: MaybeTime;
    revoked_at: MaybeTime;
  };
  directory_users: {
    organization_id: string;
    user_id: string;
    external_id: string | null;
    given_name: string;
    family_name: string;
    created_at: Time;
    updated_at: Time;
  };
  directory_groups: {
    organization_id: string;
    id: string;
    name: string;
    external_id: string | null;
    created_at: Time;
    updated_at: Time;
  };
  directory_members: { organization_id: string; group_id: string; user_id: string };
  passkeys: {
    credential_id: Bytes;
    id: string;
    user_id: string;
    name: string;
    public_key: Bytes;
    counter: ColumnType<string, number, number>;
    transports: string[];
    synced: boolean;
    created_at: Time;
    last_used_at: MaybeTime;
  };
  totp_secrets: {
    organization_id: string;
    user_id: string;
    pending_sealed: Bytes | null;
    secret_sealed: Bytes | null;
    confirmed_at: MaybeTime;
    last_step: ColumnType<string, number | undefined, number>;
  };
  recovery_codes: {
    user_id: string;
    code_hash: Bytes;
    used_at: MaybeTime;
  };
  passkey_challenges: {
    challenge_hash: Bytes;
    user_id: string | null;
    purpose: 'enrol' | 'prove';
    expires_at: ColumnType<Date, Date, Date>;
  };
  invitations: {
    organization_id: string;
    id: string;
    token_hash: Bytes;
    email: string;
    name: string;
    roles: string[];
    invited_by: string | null;
    created_at: Time;
    expires_at: ColumnType<Date, Date, Date>;
    accepted_at: MaybeTime;
    revoked_at: MaybeTime;
  };
  devices: {
    user_id: string;
    device_hash: Bytes;
    id: string;
    browser: string;
    first_seen_at: Time;
    last_seen_at: Time;
    acknowledged_at: MaybeTime;
  };
  sign_in_failures: {
    subject: string;
    wrong: number;
    last_at: Time;
    locked_until: MaybeTime;
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
    import_id: string | null;
    created_at: Time;
    updated_at: Time;
    place: number | null;
  };
  contact_keys: {
    bucket: number;
    organization_id: string;
    kind: 'email' | 'phone' | 'record_number';
    token: Bytes;
    contact_id: string;
    /** The contact; of a record number, which nobody shares, 0. */
    sharer: Generated<string>;
  };
  contact_pages: {
    bucket: number;
    organization_id: string;
    /** 0: who is there; -1: their ids. */
    attribute: number;
    page: number;
    data: Bytes;
  };
  attribute_values: {
    organization_id: string;
    attribute: number;
    token: Bytes;
    number: number;
    under: Generated<number[]>;
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
    shown: string | null;
    evidence_sealed: Bytes | null;
    words_sealed: Bytes | null;
  };
  consent_texts: {
    organization_id: string;
    id: string;
    kind: string;
    language: string;
    version: number;
    body: string;
    created_at: Time;
  };
  topics: {
    organization_id: string;
    id: string;
    name: string;
    description: string;
    archived_at: MaybeTime;
    version: Count;
    created_at: Time;
    updated_at: Time;
  };
  sign_up_forms: {
    organization_id: string;
    id: string;
    token: string;
    content: Json<SignUpContent>;
    version: Count;
    created_by: string | null;
    created_at: Time;
    updated_at: Time;
  };
  sign_up_days: {
    organization_id: string;
    form_id: string;
    day: string;
    asked: Count;
    confirmed: Count;
  };
  confirmations: {
    bucket: number;
    organization_id: string;
    address_hash: Bytes;
    id: string;
    form_id: string | null;
    contact_id: string | null;
    sealed: Bytes | null;
    shown: string;
    created_at: Time;
    expires_at: Time;
    confirmed_at: MaybeTime;
  };
  prospects: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    form_id: string;
    since: Time;
    patient_since: MaybeTime;
  };
  frequency_caps: {
    organization_id: string;
    stream: 'marketing' | 'transactional';
    period: 'day' | 'week' | 'month';
    most: number | null;
    version: Count;
  };
  kept_refusals: {
    bucket: number;
    organization_id: string;
    token: Bytes;
    scope: string;
    since: Time;
  };
  deleted_contacts: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    tokens: Bytes[];
    deleted_at: Time;
  };
  merged_contacts: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    into_id: string;
    merged_at: Time;
    merged_by: string;
    content_sealed: Bytes | null;
  };
  absorbed_contacts: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    absorbed_id: string;
    merged_at: Time;
    merged_by: string;
    tokens: Bytes[];
  };
  duplicate_pairs: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    other_id: string;
    reasons: string[];
    surety: 'sure' | 'likely' | 'possible';
    found_at: Time;
    look_id: string;
    apart_by: string | null;
    apart_at: MaybeTime;
  };
  address_findings: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    finding: 'impossible' | 'no_mail' | 'role' | 'disposable';
    look_id: string;
  };
  domain_verdicts: {
    organization_id: string;
    token: Bytes;
    takes_mail: boolean | null;
    checked_at: Time;
  };
  hygiene_looks: {
    organization_id: string;
    id: string;
    state: 'running' | 'done' | 'failed';
    step: 'contacts' | 'domains' | 'pairs';
    done: Count;
    total: Count;
    contacts: Count;
    domains_unknown: Count;
    domains_asked: Generated<boolean>;
    version: number;
    started_at: Time;
    finished_at: MaybeTime;
  };
  authorization_forms: {
    organization_id: string;
    id: string;
    version: number;
    state: 'draft' | 'published' | 'retired';
    content: Json<unknown>;
    revision: Generated<number>;
    created_by: string | null;
    created_at: Time;
    updated_at: Time;
    published_at: MaybeTime;
  };
  signing_requests: {
    bucket: number;
    organization_id: string;
    id: string;
    contact_id: string;
    form_id: string;
    form_version: number;
    way: 'mail' | 'tablet';
    state: 'open' | 'signed' | 'withdrawn';
    expires_at: Time;
    created_by: string | null;
    created_at: Time;
    tries: Count;
    code: Bytes | null;
    code_until: MaybeTime;
    code_sent_at: MaybeTime;
    codes_sent: Count;
    signed_at: MaybeTime;
    document_id: string | null;
    mail_held: Generated<boolean>;
  };
  signed_documents: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    id: string;
    source: 'page' | 'tablet' | 'paper';
    form_id: string | null;
    form_version: number | null;
    media_type: string;
    bytes: number;
    sha256: Bytes;
    content_sealed: Bytes;
    signed_at: Time;
    copy_given_at: MaybeTime;
    relied_at: MaybeTime;
    copy_way: 'mail' | 'portal' | 'paper' | null;
  };
  imports: {
    organization_id: string;
    id: string;
    name_sealed: Bytes;
    state: 'uploading' | 'uploaded' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
    source: 'own_records' | 'sign_up' | 'event' | 'partner' | null;
    addresses: Generated<'keep' | 'drop'>;
    impossible_addresses: Count;
    role_addresses: Count;
    disposable_addresses: Count;
    number_marks: Count;
    worked_ms: Count;
    waiting: string | null;
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
    reason: string | null;
    rows: Count;
    row_sealed: Bytes;
  };
  import_warnings: {
    organization_id: string;
    import_id: string;
    line: number;
    rows: number;
    rows_sealed: Bytes;
  };
  exports: {
    organization_id: string;
    id: string;
    segment_id: string;
    tree: Json<unknown>;
    attributes: readonly string[];
    purpose: string;
    note_sealed: Bytes | null;
    state: 'running' | 'done' | 'failed' | 'expired' | 'deleted';
    run_id: string | null;
    buckets_done: Count;
    rows: Count;
    bytes: Count;
    chunks: Count;
    problem: string | null;
    created_by: string;
    created_at: Time;
    finished_at: MaybeTime;
    expires_at: MaybeTime;
  };
  export_chunks: { organization_id: string; export_id: string; ordinal: number; sealed: Bytes };
  contact_writers: { organization_id: string; version: number };
  consent_imports: {
    organization_id: string;
    id: string;
    kind: 'consents' | 'suppressions';
    state: 'uploading' | 'checking' | 'checked' | 'writing' | 'done' | 'dropped';
    name_sealed: Bytes;
    dialect: Json<unknown>;
    columns_sealed: Bytes;
    bytes: Count;
    bytes_done: Count;
    lines_done: Count;
    rows_read: Count;
    valid: Count;
    known: Count;
    rejected: Count;
    no_effect: Count;
    created_by: string | null;
    created_at: Time;
    finished_at: MaybeTime;
  };
  consent_import_rows: {
    organization_id: string;
    import_id: string;
    line: number;
    verdict: 'rejected' | 'no_effect';
    report_sealed: Bytes;
  };
  segments: {
    organization_id: string;
    id: string;
    number: number;
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
    /** Ids, in order. */
    attachments: ColumnType<readonly string[], string | undefined, string>;
    sensitivity: string | null;
    caused_by: string | null;
    created_at: Time;
  };
  template_attachments: {
    organization_id: string;
    id: string;
    sha256: Bytes;
    filename: string;
    content_type: string;
    size: number;
    content_sealed: Bytes;
    created_by: string | null;
    created_at: Time;
  };
  campaigns: {
    organization_id: string;
    id: string;
    number: Generated<number>;
    topic_id: string | null;
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
    per_second: number | null;
    send_window: MaybeJson<unknown>;
  };
  sends: {
    bucket: number;
    organization_id: string;
    campaign_id: string;
    contact_id: string;
    state: SendState;
    authorization_id: string | null;
    deferrals: Count;
    /** How many of them for want of TLS. */
    insecure: Count;
    due_at: Time;
    settled_at: MaybeTime;
    smtp_code: number | null;
    enhanced_code: string | null;
    ruling: number | null;
    route: number | null;
    reply: string | null;
    fence: number | null;
    way: 'portal' | null;
    /** It waits to be sent again, and may have arrived already. */
    doubted: Generated<boolean>;
  };
  /** A view. */
  told_sends: {
    bucket: number;
    organization_id: string;
    campaign_id: string;
    contact_id: string;
    state: SendState;
    verdict: string | null;
    code: string | null;
    rule: number | null;
    authorization_kind: string | null;
    authorization_id: string | null;
    citations: string[] | null;
    obligations: string[] | null;
    reason: string | null;
    deferrals: number;
    due_at: Date;
    settled_at: Date | null;
    smtp_code: number | null;
    enhanced_code: string | null;
    reply: string | null;
    way: 'portal' | null;
    route_hash: Bytes | null;
    route_sealed: Bytes | null;
    tls_protocol: string | null;
    tls_cipher: string | null;
    tls_verified: string | null;
  };
  send_batches: {
    bucket: number;
    organization_id: string;
    campaign_id: string;
    number: number;
    from_contact: string;
    to_contact: string;
    state: Generated<'waiting' | 'done'>;
    waiting: number;
    due_at: Time;
    owner: string | null;
    lease_until: MaybeTime;
    fence: Count;
    handed_over: Generated<string[]>;
    handed_rulings: Generated<number[]>;
  };
  send_rulings: {
    id: Generated<number>;
    organization_id: string;
    hash: Bytes;
    verdict: string | null;
    code: string | null;
    rule: number | null;
    authorization_kind: string | null;
    citations: Generated<string[]>;
    obligations: Generated<string[]>;
    reason: string | null;
  };
  send_routes: {
    id: Generated<number>;
    organization_id: string;
    /** Keyed. */
    hash: Bytes;
    places_sealed: Bytes | null;
    tls_protocol: string | null;
    tls_cipher: string | null;
    tls_verified: string | null;
  };
  unsealed_places: {
    organization_id: string;
    kind: 'returned_mail' | 'send_route';
    bucket: number;
    id: string;
    names: Json<unknown>;
  };
  senders: { id: string; started_at: Time; seen_at: Time };
  events: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    campaign_id: string;
    id: string;
    kind: 'open' | 'click' | 'unsubscribe' | 'bounce' | 'complaint' | 'auto_reply' | 'read';
    link: number | null;
    machine: Generated<boolean>;
    at: Time;
  };
  portal_messages: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    id: string;
    campaign_id: string;
    link_id: string;
    sealed: Bytes | null;
    expires_at: Time;
    withdrawn_at: MaybeTime;
    read_at: MaybeTime;
    last_read_at: MaybeTime;
    reads: Count;
    tries: Count;
    locked_at: MaybeTime;
    secret_barred: Generated<boolean>;
    code_hash: Bytes | null;
    code_expires_at: MaybeTime;
    code_sent_at: MaybeTime;
    codes_sent: Count;
    created_at: Time;
  };
  portal_replies: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    id: string;
    message_id: string;
    sealed: Bytes;
    read_at: MaybeTime;
    created_at: Time;
  };
  portal_secrets: {
    bucket: number;
    organization_id: string;
    contact_id: string;
    secret_hash: string;
    set_at: Time;
  };
  returned_mail: {
    bucket: number;
    organization_id: string;
    id: string;
    contact_id: string | null;
    campaign_id: string | null;
    hash: Bytes;
    class: 'hard' | 'soft' | 'policy' | 'auto_reply' | 'complaint' | 'delivered' | 'unknown';
    form: string;
    counts: boolean;
    status: string | null;
    reason: string;
    places_sealed: Bytes | null;
    /** Null: it was deleted after its time. */
    source_sealed: Bytes | null;
    size: number;
    acted: string[];
    received_at: Time;
  };
  suppressions: {
    bucket: number;
    organization_id: string;
    token: Bytes;
    id: string;
    reason: 'hard_bounce' | 'soft_bounces' | 'complaint' | 'by_hand';
    detail: string | null;
    source: string;
    since: Time;
    released_at: MaybeTime;
    released_by: string | null;
  };
  rejections: {
    bucket: number;
    organization_id: string;
    campaign_id: string;
    contact_id: string;
    class: 'hard' | 'soft' | 'policy';
    token: Bytes;
    at: Time;
  };
  provider_days: {
    organization_id: string;
    provider: string;
    /** 'YYYY-MM-DD', UTC. */
    day: string;
    accepted: Count;
    complaints: Count;
    hard: Count;
    soft: Count;
    policy: Count;
  };
  provider_stops: {
    organization_id: string;
    provider: string;
    id: string;
    since: Time;
    accepted: number;
    complaints: number;
    released_at: MaybeTime;
    released_by: string | null;
    released_accepted: number | null;
    released_complaints: number | null;
  };
  sandbox_messages: {
    organization_id: string;
    id: string;
    source_sealed: Bytes;
    /** Null for what was filed before heads were kept apart. */
    head_sealed: Bytes | null;
    size: number;
    dkim: string;
    tls_protocol: string | null;
    tls_cipher: string | null;
    campaign_id: string | null;
    received_at: Time;
  };
  sts_policies: {
    domain: string;
    id: string | null;
    mode: 'enforce' | 'testing' | 'none' | null;
    mx: string[] | null;
    max_age: number | null;
    fetched_at: MaybeTime;
    failing_id: string | null;
    failing_since: MaybeTime;
  };
  tls_results: {
    organization_id: string;
    day: string;
    policy_domain: string;
    policy_type: TlsPolicyType;
    mx_host: string;
    result_type: TlsResult;
    count: number;
  };
  audit_pending: {
    organization_id: string;
    at: Time;
    id: string;
    actor_kind: string;
    actor: string;
    action: string;
    subject: Json<unknown>;
    origin: string | null;
    purpose: string | null;
    mac: Bytes;
    held: Generated<boolean>;
  };
  audit_sealed: {
    organization_id: string;
    sequence: number;
    at: Time;
    id: string | null;
    actor_kind: string;
    actor: string;
    action: string;
    subject: Json<unknown>;
    origin: string | null;
    purpose: string | null;
    mac: Bytes;
  };
  /** A view of both. */
  audit_entries: {
    organization_id: string;
    sequence: number | null;
    at: Time;
    id: string | null;
    actor_kind: string;
    actor: string;
    action: string;
    subject: Json<unknown>;
    origin: string | null;
    purpose: string | null;
  };
  audit_heads: {
    organization_id: string;
    sequence: number;
    hash: Bytes | null;
    chained: Count;
    tree_size: Count;
  };
  audit_tiles: { organization_id: string; index: number; level: number; hashes: Bytes };
  audit_checkpoints: { organization_id: string; day: string; size: number; note: string };
  audit_forwards: {
    organization_id: string;
    id: string;
    kind: 'syslog' | 'webhook';
    name: string;
    target_sealed: Bytes;
    sent: number;
    failures: Count;
    problem: string | null;
    tried_at: MaybeTime;
    next_at: Time;
    arrived_at: MaybeTime;
    created_at: Time;
  };
  receivers: {
    organization_id: string;
    suffix: string;
    label: string;
    connections: number;
    messages_per_connection: number;
    per_second: number;
    tls_required: boolean;
    version: Count;
    updated_at: Time;
  };
  sites_seen: {
    organization_id: string;
    site: string;
    messages: Count;
    last_at: Time;
  };
  site_states: {
    site: string;
    organization_id: string | null;
    holds: 'everything' | 'marketing';
    rule: string;
    label: string;
    since: Time;
    suspended_until: MaybeTime;
    fraction: number;
    doubles_every: number;
    code: number | null;
    enhanced: string | null;
    reply: string;
  };
  site_events: {
    id: string;
    site: string;
    organization_id: string | null;
    holds: 'everything' | 'marketing';
    kind: 'suspended' | 'slowed' | 'recovered' | 'released';
    label: string;
    fraction: number | null;
    suspended_until: MaybeTime;
    code: number | null;
    enhanced: string | null;
    reply: string | null;
    at: Time;
  };
  warm_ups: {
    organization_id: string;
    subject: string;
    started_on: string;
    plan: Json<readonly number[]>;
    enabled: boolean;
    version: Count;
    updated_at: Time;
  };
  warm_up_days: {
    organization_id: string;
    subject: string;
    day: string;
    taken: Count;
  };
}
