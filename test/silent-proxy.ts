import { connect, createServer, type Socket } from 'node:net';

export interface SilentProxy {
  /** The address of the database, through the proxy. */
  readonly url: string;
  /** From now on nothing goes through, not even the end of a connection; new ones are accepted and not answered. */
  readonly hang: () => void;
  /** New connections go through again; those of before stay as they are, as behind a firewall that has forgotten them. */
  readonly resume: () => void;
  readonly close: () => Promise<void>;
}

/** A way to a database server that can fall silent. */
export async function silentProxy(databaseUrl: string): Promise<SilentProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let hanging = false;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    sockets.add(near.on('error', () => {}));
    if (hanging) return void near.pause();
    const far = connect({ host: target.hostname, port: Number(target.port || 5432), allowHalfOpen: true });
    sockets.add(far.on('error', () => {}));
    let forgotten = false;
    forget.push(() => {
      forgotten = true;
      near.pause();
      far.pause();
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (data) => void (forgotten || to.write(data)));
      from.on('end', () => void (forgotten || to.end()));
      from.on('close', () => void (forgotten || to.destroy()));
    }
  });
  let forget: (() => void)[] = [];
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: url.href,
    hang: () => {
      hanging = true;
      for (const each of forget) each();
      forget = [];
    },
    resume: () => {
      hanging = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
