import { createHash, randomBytes } from 'node:crypto';

const LEADS = { key: 'pk_', client: 'pc_', token: 'pt_' } as const;
/** Of a secret that is shown in lists. */
const SHOWN = 9;

/** 256 random bits, with a lead by which people and secret scanners know what it is. */
export const newSecret = (what: keyof typeof LEADS): string =>
  LEADS[what] + randomBytes(32).toString('base64url');

export const isSecret = (what: keyof typeof LEADS, word: string): boolean =>
  word.startsWith(LEADS[what]) && /^p[kct]_[\w-]{43}$/u.test(word);

/**
 * What is stored of a secret. A slow hash (argon2id) guards what people choose and others guess; against
 * 256 random bits nobody guesses, and a fast one keeps each call cheap.
 */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export const prefixOf = (secret: string): string => secret.slice(0, SHOWN);
