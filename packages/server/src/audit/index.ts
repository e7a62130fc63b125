export { type AuditNote, appendAudit, appendAudits } from './append.ts';
export { listAudit } from './list.ts';
export { type Verification, verifyAudit } from './verify.ts';
