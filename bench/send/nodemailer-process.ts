import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import nodemailer from 'nodemailer';
import type { NodemailerWork } from './nodemailer.ts';

// Nodemailer as its documentation shows it: a pool, and DKIM with the key as PEM.
process.on('disconnect', () => process.exit(0));
const [work] = (await once(process, 'message')) as [NodemailerWork];
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const transporter = nodemailer.createTransport({
  pool: true,
  maxConnections: 25,
  host: 'localhost',
  port: work.port,
  requireTLS: true,
  tls: { ca: work.authority },
  dkim: { domainName: 'mail.example.org', keySelector: 'postern1', privateKey },
});
process.send?.('ready');
await once(process, 'message');
await Promise.all(
  Array.from({ length: work.count }, (_, index) =>
    transporter.sendMail({
      from: 'Riverside Family Health <care@mail.example.org>',
      to: `${work.name}${index}@example.org`,
      ...work.sample,
    }),
  ),
);
process.send?.('done');
transporter.close();
