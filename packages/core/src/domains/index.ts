export { judgeBlockList } from './block-list.ts';
export {
  CHECK_KINDS,
  type CheckKind,
  type CheckState,
  type DnsRecord,
  type DomainCheck,
  type Finding,
  type Found,
} from './check.ts';
export { dkimRecord, judgeDkim, type KeyAlgorithm, type PublishedKey } from './dkim-record.ts';
export { type DmarcStep, dmarcWalk, judgeDmarc, organizationalDomain } from './dmarc-record.ts';
export { readDomainName, readSelector } from './domain-name.ts';
export { readKeyText } from './key-text.ts';
export {
  advisesToSeparate,
  readinessOf,
  type StreamName,
  type StreamReadiness,
} from './readiness.ts';
export { judgeReturnMx, type MxAnswer } from './return-mx.ts';
export { judgeReverse } from './reverse-dns.ts';
export { reversedLabels, reverseName } from './reverse-name.ts';
export { judgeSpf, type SpfResult, spfRecordsOf } from './spf-record.ts';
export { zoneLine } from './zone-line.ts';
