import type { FastifyInstance } from 'fastify';
import type { Port } from '../config/index.ts';

/** The port that was named is taken; the message says so. */
class PortTaken extends Error {
  readonly code = 'PORT_TAKEN';
}

/**
 * Listens on the port, or on another when that is taken and nobody named it. Answers the port.
 */
export async function listen(app: FastifyInstance, host: string, port: Port): Promise<number> {
  try {
    await app.listen({ host, port: port.number });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (port.named) {
      throw new PortTaken(
        `Port ${port.number} on ${host} is taken by another program. End it, or name another port in POSTERN_PORT.`,
      );
    }
    await app.listen({ host, port: 0 });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port.number;
}
