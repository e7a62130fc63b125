export { type KeyStore } from './key-store.ts';
export { type Keyring, keyring } from './keyring.ts';
export { localKeyStore } from './local-key-store.ts';
export {
  type LookupKind,
  type OrganizationKeys,
  organizationKeys,
  type ReturnKeys,
} from './organization-keys.ts';
export { open, SealBroken, seal } from './seal.ts';
