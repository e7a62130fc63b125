export { type AddedKey, addKey, dropPendingKey, type KeyDraft } from './add-key.ts';
export { checkAllStreams } from './check-all-streams.ts';
export { checkStream } from './check-stream.ts';
export {
  type DkimKey,
  type DkimRecord,
  dkimRecords,
  listKeys,
} from './dkim-keys.ts';
export { type DomainDeps, openDomainDeps } from './domain-deps.ts';
export { ensureKeys } from './ensure-keys.ts';
export { dkimOf } from './find-records.ts';
export { loadChecks } from './kept-checks.ts';
export { type DnsResolver, openResolver } from './lookups.ts';
export { signingKeys } from './signing-keys.ts';
export { streamReadiness } from './stream-readiness.ts';
export { loadStream, loadStreams, type StreamSettings } from './streams.ts';
export { type StreamChange, type UpdatedStream, updateStream } from './update-stream.ts';
export { loadWayOut } from './way-out.ts';
