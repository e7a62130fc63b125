/**
 * Everything that is sealed and kept: what a rotation seals anew. Where something is sealed and not
 * told here, a rotation would destroy the key that it needs; tests/integration/sealed-columns.db.test.ts
 * compares this table with the schema.
 */
export interface SealedTable {
  readonly table: string;
  /** The primary key beside organization_id, in its order, with PostgreSQL's types. */
  readonly key: Readonly<Record<string, string>>;
  /** Rows that are taken at once: by what they weigh. */
  readonly atOnce: number;
  readonly columns: readonly SealedColumn[];
}

export interface SealedColumn {
  readonly name: string;
  /** SQL for what the value is bound to, as its room says it. */
  readonly context: string;
  /** SQL for the sealed bytes, where they are not the column itself. */
  readonly read?: string;
  /** SQL for the column's new value, out of the bytes in `given`. */
  readonly write?: (given: string) => string;
}

const bucketed = { bucket: 'smallint' };
const id = { id: 'uuid' };

export const SEALED: readonly SealedTable[] = [
  {
    table: 'contacts',
    key: { ...bucketed, ...id },
    atOnce: 500,
    columns: [
      { name: 'identity_sealed', context: "'contacts.identity:' || id" },
      { name: 'values_sealed', context: "'contacts.values:' || id" },
    ],
  },
  {
    table: 'merged_contacts',
    key: { ...bucketed, contact_id: 'uuid' },
    atOnce: 500,
    columns: [{ name: 'content_sealed', context: "'merged_contacts:' || contact_id" }],
  },
  {
    table: 'consent_events',
    key: { ...bucketed, contact_id: 'uuid', ...id },
    atOnce: 500,
    columns: [
      { name: 'evidence_sealed', context: "'consent_events.evidence:' || contact_id" },
      { name: 'words_sealed', context: "'consent_events.words:' || contact_id || ':' || id" },
    ],
  },
  {
    table: 'signed_documents',
    key: { ...bucketed, contact_id: 'uuid', ...id },
    atOnce: 8,
    columns: [
      { name: 'content_sealed', context: "'signed_documents:' || contact_id || ':' || id" },
    ],
  },
  {
    table: 'portal_messages',
    key: { ...bucketed, contact_id: 'uuid', ...id },
    atOnce: 50,
    columns: [{ name: 'sealed', context: "'portal_messages:' || id" }],
  },
  {
    table: 'portal_replies',
    key: { ...bucketed, contact_id: 'uuid', ...id },
    atOnce: 200,
    columns: [{ name: 'sealed', context: "'portal_replies:' || id" }],
  },
  {
    table: 'returned_mail',
    key: { ...bucketed, ...id },
    atOnce: 100,
    columns: [
      { name: 'source_sealed', context: "'returned_mail.source:' || id" },
      { name: 'places_sealed', context: "'returned_mail.places:' || id" },
    ],
  },
  {
    table: 'imports',
    key: id,
    atOnce: 200,
    columns: [
      { name: 'name_sealed', context: "'imports.name:' || id" },
      { name: 'columns_sealed', context: "'imports.columns:' || id" },
    ],
  },
  {
    table: 'import_chunks',
    key: { import_id: 'uuid', ordinal: 'integer' },
    atOnce: 8,
    columns: [{ name: 'sealed', context: "'import_chunks:' || import_id || ':' || ordinal" }],
  },
  {
    table: 'import_rejects',
    key: { import_id: 'uuid', line: 'integer' },
    atOnce: 16,
    columns: [{ name: 'row_sealed', context: "'import_rejects:' || import_id || ':' || line" }],
  },
  {
    table: 'import_warnings',
    key: { import_id: 'uuid', line: 'integer' },
    atOnce: 16,
    columns: [{ name: 'rows_sealed', context: "'import_warnings:' || import_id || ':' || line" }],
  },
  {
    table: 'exports',
    key: id,
    atOnce: 200,
    columns: [{ name: 'note_sealed', context: "'exports.note:' || id" }],
  },
  {
    table: 'export_chunks',
    key: { export_id: 'uuid', ordinal: 'integer' },
    atOnce: 8,
    columns: [{ name: 'sealed', context: "'export_chunks:' || export_id || ':' || ordinal" }],
  },
  {
    table: 'consent_imports',
    key: id,
    atOnce: 200,
    columns: [
      { name: 'name_sealed', context: "'consent_imports.name:' || id" },
      { name: 'columns_sealed', context: "'consent_imports.columns:' || id" },
    ],
  },
  {
    table: 'consent_import_rows',
    key: { import_id: 'uuid', line: 'integer' },
    atOnce: 500,
    columns: [
      { name: 'report_sealed', context: "'consent_import_rows:' || import_id || ':' || line" },
    ],
  },
  {
    table: 'dkim_keys',
    key: id,
    atOnce: 100,
    columns: [{ name: 'private_key_sealed', context: "'dkim_keys.private_key:' || id" }],
  },
  {
    table: 'idempotency_keys',
    key: { key: 'text' },
    atOnce: 100,
    columns: [{ name: 'answer_sealed', context: "'idempotency_keys:' || key" }],
  },
  {
    table: 'sandbox_messages',
    key: id,
    atOnce: 20,
    columns: [
      { name: 'source_sealed', context: "'sandbox_messages.source:' || id" },
      { name: 'head_sealed', context: "'sandbox_messages.head:' || id" },
    ],
  },
  {
    table: 'send_routes',
    key: { id: 'integer' },
    atOnce: 500,
    columns: [{ name: 'places_sealed', context: "'send_routes.places:' || encode(hash, 'hex')" }],
  },
  {
    table: 'template_attachments',
    key: id,
    atOnce: 4,
    columns: [{ name: 'content_sealed', context: "'template_attachments.content:' || id" }],
  },
  {
    table: 'confirmations',
    key: { ...bucketed, address_hash: 'bytea', ...id },
    atOnce: 200,
    columns: [{ name: 'sealed', context: "'confirmations:' || id" }],
  },
  {
    table: 'emergency_access',
    key: id,
    atOnce: 100,
    columns: [
      { name: 'reason_sealed', context: "'emergency_access.reason:' || id" },
      { name: 'review_sealed', context: "'emergency_access.review:' || id" },
    ],
  },
  {
    table: 'totp_secrets',
    key: { user_id: 'uuid' },
    atOnce: 100,
    columns: [
      { name: 'pending_sealed', context: "'totp_secrets:' || user_id" },
      { name: 'secret_sealed', context: "'totp_secrets:' || user_id" },
    ],
  },
  {
    table: 'application_keys',
    key: id,
    atOnce: 500,
    columns: [{ name: 'secret_sealed', context: "'application_keys:' || id" }],
  },
  {
    table: 'single_sign_on',
    key: {},
    atOnce: 1,
    columns: [{ name: 'provider_sealed', context: "'single_sign_on.provider'" }],
  },
  {
    table: 'audit_forwards',
    key: id,
    atOnce: 100,
    columns: [{ name: 'target_sealed', context: "'audit_forwards.target:' || id" }],
  },
  {
    table: 'organizations',
    key: {},
    atOnce: 1,
    columns: [
      {
        name: 'transport',
        context: "'organizations.transport.password'",
        read: "decode(transport ->> 'passwordSealed', 'base64')",
        write: (given) =>
          `jsonb_set(transport, '{passwordSealed}', to_jsonb(translate(encode(${given}, 'base64'), E'\\n', '')))`,
      },
    ],
  },
];
