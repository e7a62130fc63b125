export { backupState, confirmBackup } from './backup.ts';
export { checkKeys, hasKeys } from './check-keys.ts';
export { nextGeneration } from './custody.ts';
export {
  type InstalledKeyStore,
  type KeyStore,
  KeyStoreUnavailable,
  KeyUnavailable,
  splitName,
} from './key-store.ts';
export { type Keyring, keyring, type OpenKeyring } from './keyring.ts';
export { localKeyStore } from './local-key-store.ts';
export { openKeyStore } from './open-key-store.ts';
export {
  type LookupKind,
  type OrganizationKeys,
  organizationKeys,
  type ReturnKeys,
} from './organization-keys.ts';
export { hashPassword, verifyPassword } from './password.ts';
export { rewrapKeys, wrappedByOlder } from './rewrap.ts';
export { type RotationDeps } from './rotation/advance-rotation.ts';
export { type BegunRotation, beginRotation } from './rotation/begin-rotation.ts';
export { type RotationState, rotationState } from './rotation/rotation-state.ts';
export { runningRotations, runRotation } from './rotation/run-rotations.ts';
export { SEALED } from './rotation/sealed-columns.ts';
export { open, PLAIN_AT, SealBroken, seal, sealedBytes } from './seal.ts';
export type { Unsealed } from './seal-order.ts';
export type { Sealing } from './sealing.ts';
export { type KeyStoreState, type KeyWatch, watchKeys } from './watch-keys.ts';
