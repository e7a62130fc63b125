export {
  type Config,
  type LogLevel,
  type Port,
  type Role,
  readConfig,
} from './config.ts';
export {
  type FileKeyConfig,
  type KeyStoreConfig,
  type KmsConfig,
  type VaultConfig,
} from './key-store-config.ts';
export { type LogFields, type Logger, makeLogger } from './logger.ts';
export { type ResolverAddress, readResolverAddress } from './resolver-address.ts';
export { type Environment } from './settings.ts';
