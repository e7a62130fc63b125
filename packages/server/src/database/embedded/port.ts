import { createServer } from 'node:net';

/** Whether this loopback port can be listened on at this moment; 0 asks for any. */
function probePort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : null),
      );
    });
  });
}

/** The named port or a refusal; else the remembered one if it is free; else any free one. */
export async function choosePort(named?: number, remembered?: number): Promise<number> {
  if (named !== undefined) {
    if ((await probePort(named)) !== null) return named;
    throw new Error(`Port ${named}, named for the database, is taken by another program.`);
  }
  const port = (remembered !== undefined && (await probePort(remembered))) || (await probePort(0));
  if (port === null) throw new Error('No loopback port is free for the database.');
  return port;
}
