import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KmsConfig } from '../config/index.ts';
import {
  type InstalledKeyStore,
  KeyStoreUnavailable,
  KeyUnavailable,
  named,
  splitName,
} from './key-store.ts';

const PREFIX = 'aws-kms:';
const PATIENCE = { connectionTimeout: 3_000, requestTimeout: 5_000 };
/** What KMS answers about a ciphertext that is not of this key, or of another organization. */
const NOT_OURS = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/**
 * A symmetric key of AWS KMS; it never leaves the service. The organization is the encryption
 * context, which KMS authenticates and writes to CloudTrail. Credentials come by the ways of AWS.
 */
export function kmsKeyStore({ keyId, oldKeyId, region, endpoint }: KmsConfig): InstalledKeyStore {
  const title = `the AWS KMS key ${keyId}`;
  const client = new KMSClient({
    ...(region !== null && { region }),
    ...(endpoint !== null && { endpoint }),
    maxAttempts: 2,
    requestHandler: PATIENCE,
  });
  const contextOf = (organizationId: string) => ({
    EncryptionContext: { 'postern:organization': organizationId },
  });
  const failed = (error: unknown) => {
    const name = error instanceof Error ? error.name : 'unknown';
    if (NOT_OURS.has(name)) {
      return new KeyUnavailable(
        `A key of this database does not open with ${title} (${name}). Name the key that it was wrapped with in POSTERN_KMS_KEY_ID or POSTERN_KMS_OLD_KEY_ID.`,
      );
    }
    return new KeyStoreUnavailable(`AWS KMS cannot be used at the moment (${name}).`);
  };
  const mine = [keyId, oldKeyId].flatMap((id) => (id === null ? [] : [PREFIX + id]));
  return {
    kind: 'aws-kms',
    title,
    owns: (name) => name?.startsWith(PREFIX) ?? false,
    async wrap(dataKey, organizationId) {
      const command = new EncryptCommand({
        KeyId: keyId,
        Plaintext: dataKey,
        ...contextOf(organizationId),
      });
      const { CiphertextBlob } = await client.send(command).catch((error: unknown) => {
        throw failed(error);
      });
      if (CiphertextBlob === undefined) throw failed(null);
      return named(PREFIX + keyId, CiphertextBlob);
    },
    async unwrap(bytes, organizationId) {
      const { name, wrapped } = splitName(bytes);
      // only keys that somebody named: the database does not choose whom we ask
      const from = mine.find((one) => one === name);
      if (from === undefined) {
        throw new KeyUnavailable(
          `A key of this database was wrapped by ${name ?? 'a key file'}, not by ${title}. Name that key in POSTERN_KMS_OLD_KEY_ID.`,
        );
      }
      const command = new DecryptCommand({
        KeyId: from.slice(PREFIX.length),
        CiphertextBlob: wrapped,
        ...contextOf(organizationId),
      });
      const { Plaintext } = await client.send(command).catch((error: unknown) => {
        throw failed(error);
      });
      if (Plaintext === undefined) throw failed(null);
      return Buffer.from(Plaintext);
    },
    isCurrent: async (bytes) => splitName(bytes).name === PREFIX + keyId,
    // KMS itself keeps the versions of a key; what is encrypted anew is encrypted by the newest
    beginRenewal: async () => {},
    endRenewal: async () => {},
    forget: async () => ({
      everywhere: false,
      sentence: `The wrapped keys are deleted from the database. In backups of it from before they are still wrapped by ${title}: delete those backups, or wrap the keys of the others under a new KMS key (postern keys rewrap) and schedule the deletion of this one.`,
    }),
    backupMark: async () => null,
  };
}
