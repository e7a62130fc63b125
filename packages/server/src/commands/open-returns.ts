import { readFile } from 'node:fs/promises';
import type { Port } from '../config/index.ts';
import { issueCertificate } from '../delivery/index.ts';
import type { Foundation } from '../foundation.ts';
import { type ReturnsListener, startReturnsListener } from '../returns/index.ts';
import { Failure } from './failure.ts';

/** What it calls itself; nothing resolves it. */
const NAME = 'returns.postern.internal';

/**
 * Opens the port to which bounces and complaints come home. A port that nobody named and that is
 * taken gives way to a free one. Throws a `Failure` for a named port that is taken, and for a
 * certificate that cannot be read.
 */
export async function openReturns({
  config,
  database,
  keyring,
  log,
  now,
}: Foundation): Promise<ReturnsListener> {
  const { host, port, certificateFile } = config.returns;
  const pair = certificateFile
    ? await readPair(certificateFile)
    : await issueCertificate(now(), NAME);
  const { key, certificate } = pair;
  const open = (number: number) =>
    startReturnsListener(
      { database, keyring, log, now },
      { host, port: number, name: NAME, key, certificate },
    );
  try {
    return await open(port.number);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (port.named) throw taken(port);
    return await open(0);
  }
}

async function readPair(file: string): Promise<{ key: string; certificate: string }> {
  try {
    const pem = await readFile(file, 'utf8');
    if (/-----BEGIN (?:\w+ )?PRIVATE KEY-----/.test(pem) && pem.includes('BEGIN CERTIFICATE')) {
      return { key: pem, certificate: pem };
    }
  } catch {
    // the sentence below says it
  }
  throw new Failure(
    `POSTERN_RETURNS_CERTIFICATE is “${file}”; expected a readable PEM file with a private key and its certificate.`,
  );
}

const taken = ({ number }: Port) =>
  new Failure(`POSTERN_RETURNS_PORT is “${number}”; expected a port that is free.`);

const isTaken = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
