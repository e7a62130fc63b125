import { createServer } from 'node:https';
import { issueCertificate } from '../../packages/server/src/delivery/sandbox-authority.ts';

export interface PolicyServer {
  readonly port: number;
  /** PEM to verify it against. */
  readonly authority: string;
  /** What stands at /.well-known/mta-sts.txt; null for 404. */
  policy: string | null;
  status: number;
  headers: Record<string, string>;
  /** Says nothing at all. */
  silent: boolean;
  /** 'host path' of every request. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A policy of MTA-STS as text. */
export function policyText(mode: string, mx: readonly string[], maxAge = 86_400): string {
  const lines = ['version: STSv1', `mode: ${mode}`, ...mx.map((one) => `mx: ${one}`)];
  return [...lines, `max_age: ${maxAge}`, ''].join('\r\n');
}

/** A web server on the loopback that has one domain's policy of MTA-STS. */
export async function startPolicyServer(
  name: string,
  certificateEnds?: Date,
): Promise<PolicyServer> {
  const issued = await issueCertificate(new Date(), name, certificateEnds);
  const server = createServer(
    { key: issued.key, cert: issued.certificate },
    (request, response) => {
      policies.asked.push(`${request.headers.host} ${request.url}`);
      if (policies.silent) return;
      if (policies.policy === null) {
        response.writeHead(404, policies.headers).end();
        return;
      }
      response.writeHead(policies.status, policies.headers).end(policies.policy);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const policies: PolicyServer = {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    authority: issued.authority,
    policy: null,
    status: 200,
    headers: { 'content-type': 'text/plain' },
    silent: false,
    asked: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return policies;
}
