import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A key server that speaks the protocol of AWS KMS (JSON 1.1), as far as keys are wrapped by it. */
export interface KeyServer {
  readonly url: string;
  /** What was wrong with the form of a request; empty when nothing was. */
  readonly faults: string[];
  /** Requests by name, in their order. */
  readonly asked: string[];
  state: 'up' | 'down' | 'slow' | 'refuses';
  close(): Promise<void>;
}

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=[\w/-]+\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/;

/** With these symmetric keys. The ciphertext is bound to its key and encryption context. */
export async function kmsServer(keyIds: readonly string[]): Promise<KeyServer> {
  const keys = new Map(keyIds.map((id) => [id, randomBytes(32)]));
  return keyServer(
    (name, body, request) => {
      const faults: string[] = [];
      if (!SIGNATURE.test(request.headers.authorization ?? ''))
        faults.push('not signed with SigV4');
      if (request.headers['content-type'] !== 'application/x-amz-json-1.1')
        faults.push('not JSON 1.1');
      const context = JSON.stringify(body.EncryptionContext ?? null);
      if (!/"postern:organization":"[0-9a-f-]{36}"/.test(context)) faults.push('no organization');
      const error = (type: string) => ({ status: 400, body: { __type: type }, faults });
      const keyId = String(body.KeyId);
      const key = keys.get(keyId);
      if (key === undefined) return error('NotFoundException');
      if (name === 'TrentService.Encrypt') {
        const plain = Buffer.from(String(body.Plaintext), 'base64');
        const blob = encrypt(key, plain, context).toString('base64');
        return { status: 200, body: { CiphertextBlob: blob, KeyId: keyId }, faults };
      }
      if (name === 'TrentService.Decrypt') {
        const plain = decrypt(key, Buffer.from(String(body.CiphertextBlob), 'base64'), context);
        if (plain === null) return error('InvalidCiphertextException');
        return { status: 200, body: { Plaintext: plain.toString('base64'), KeyId: keyId }, faults };
      }
      return error('UnknownOperationException');
    },
    (request) => String(request.headers['x-amz-target']),
  );
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly faults?: readonly string[];
}

/** An HTTP server on a free port; it can be down, slow, or refuse everybody. */
export async function keyServer(
  answer: (name: string, body: Record<string, unknown>, request: IncomingMessage) => Answer,
  nameOf: (request: IncomingMessage) => string,
): Promise<KeyServer> {
  const made: { state: KeyServer['state']; faults: string[]; asked: string[] } = {
    state: 'up',
    faults: [],
    asked: [],
  };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString();
    const name = nameOf(request);
    made.asked.push(name);
    if (made.state === 'down') return void request.socket.destroy();
    if (made.state === 'slow') await sleep(20_000, undefined, { ref: false });
    const {
      status,
      body,
      faults = [],
    } = made.state === 'refuses'
      ? { status: 403, body: { __type: 'AccessDeniedException', errors: ['permission denied'] } }
      : answer(name, text === '' ? {} : JSON.parse(text), request);
    made.faults.push(...faults.map((fault) => `${name}: ${fault}`));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => made.faults.push(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(made, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

export function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer | null {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]);
  } catch {
    return null;
  }
}
