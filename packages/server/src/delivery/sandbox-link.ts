import { createHmac } from 'node:crypto';
import type { SmtpServer } from '../smtp/index.ts';
import { SANDBOX_NAME } from './sandbox-authority.ts';

/** What another process of ours has to know to send to it. */
export interface SandboxLink {
  readonly port: number;
  /** PEM that its certificate is verified against. */
  readonly authority: string;
  /** Base64; passwords follow from it. */
  readonly secret: string;
}

/** The way to it for one organization: its mail is filed under it alone. */
export function sandboxServer(link: SandboxLink, organizationId: string): SmtpServer {
  return {
    host: '127.0.0.1',
    port: link.port,
    tls: 'starttls',
    servername: SANDBOX_NAME,
    authority: link.authority,
    trust: { kind: 'required', as: 'sandbox_authority' },
    login: { user: organizationId, password: passwordOf(link.secret, organizationId) },
    name: SANDBOX_NAME,
  };
}

/** Users are organizations, and only our own processes know their passwords. */
export const passwordOf = (secret: string, organizationId: string) =>
  createHmac('sha256', Buffer.from(secret, 'base64')).update(organizationId).digest('base64url');
