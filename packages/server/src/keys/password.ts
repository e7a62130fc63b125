import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** RFC 9106, second recommendation (64 MiB, 3 passes, 4 lanes). */
const MEMORY_KIB = 65_536;
const PASSES = 3;
const LANES = 4;
const TAG_BYTES = 32;

/** Hash in the PHC string form, salt and parameters inside. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await tagOf(password, salt);
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${text(salt)}$${text(tag)}`;
}

/** True when the password is the one; takes as long when there is no such user (`hash` null). */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, , , , salt, tag] = (hash ?? '').split('$');
  const expected = Buffer.from(tag ?? '', 'base64');
  const found = await tagOf(password, Buffer.from(salt || 'c2FsdHNhbHRzYWx0c2FsdA', 'base64'));
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function tagOf(password: string, salt: Buffer): Promise<Buffer> {
  return derive('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: LANES,
    tagLength: TAG_BYTES,
  });
}
