import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const SECONDS = 3;

/** RSA-2048 signatures a second on all cores: one for each message, so this is the limit. */
export async function signaturesPerSecond(): Promise<number> {
  const cores = String(availableParallelism());
  const args = ['speed', '-seconds', String(SECONDS), '-multi', cores, 'rsa2048'];
  try {
    const { stdout } = await promisify(execFile)('openssl', args);
    return Math.round(readSpeed(stdout));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    console.log('There is no openssl here: the same is measured with Node, one process a core.');
    return withNode(Number(cores));
  }
}

/** "rsa 2048 bits 0.000271s 0.000008s 3689.7 126420.4": sign/s is the third from the right or so. */
function readSpeed(text: string): number {
  const found = /^rsa\s+2048 bits\s+\S+s\s+\S+s\s+(?:\S+s\s+\S+s\s+)?(\S+)/m.exec(text)?.[1];
  const perSecond = Number(found);
  if (Number.isFinite(perSecond) && perSecond > 0) return perSecond;
  throw new Error(`openssl speed did not tell signatures a second, but: ${text.slice(-400)}`);
}

const SIGNING = `
const { createSign, generateKeyPairSync } = require('node:crypto');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = Buffer.alloc(36);
let count = 0;
const began = performance.now();
while (performance.now() - began < ${SECONDS * 1000}) {
  createSign('sha256').update(message).sign(privateKey);
  count++;
}
console.log(count / (performance.now() - began) * 1000);`;

async function withNode(cores: number): Promise<number> {
  const each = Array.from({ length: cores }, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', SIGNING]);
    return Number(stdout);
  });
  const rates = await Promise.all(each);
  return Math.round(rates.reduce((sum, rate) => sum + rate, 0));
}
