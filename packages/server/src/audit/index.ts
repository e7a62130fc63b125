export { actsInEmergency, type EmergencyAct } from './acts-in-emergency.ts';
export {
  type AuditNote,
  appendAlone,
  appendAudit,
  appendAudits,
  type Circumstances,
} from './append.ts';
export { exportEvidence } from './export-evidence.ts';
export { keepSealed } from './keep-sealed.ts';
export { type AuditFilter, listAudit } from './list.ts';
export { newestCheckpoint, proveConsistency, proveEntry } from './prove.ts';
export { ledgerMark, recordedSince } from './recorded-since.ts';
export { sealLedger } from './seal-ledger.ts';
export { type SealedRow, sealedRows } from './sealed-rows.ts';
export { type Verification, verifyAudit } from './verify.ts';
export { type EvidenceVerdict, verifyEvidence } from './verify-evidence.ts';
