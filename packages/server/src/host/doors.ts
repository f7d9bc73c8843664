import cluster from 'node:cluster';
import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';

/**
 * Sockets that listen on one port. In a turn of the event loop libuv accepts one connection of each, and a turn is long
 * when there is much to do: with one socket, thousands of new clients and every health check would stand in one line.
 */
const DOORS = 64;
/** Connections that the system holds at each until we accept them; it allows fewer where `somaxconn` says so. */
const BACKLOG = 4096;

/**
 * Lets a server listen.
 * @returns closes what listens beside the server itself
 * @throws what `listen` does, for example where the port is taken
 */
export async function openDoors(server: Server, host: string, port: number): Promise<() => void> {
  const options = { host, port, backlog: BACKLOG };
  // Workers are handed their connections by the primary process, many in a turn.
  if (cluster.isWorker || !(await canShare(options))) {
    await listening(server, options);
    return () => {};
  }
  await listening(server, { ...options, reusePort: true });
  const further = await Promise.all(
    Array.from({ length: DOORS - 1 }, async () => {
      const { allowHalfOpen } = server as Server & { allowHalfOpen: boolean };
      const door = createServer({ allowHalfOpen, noDelay: true });
      door.on('connection', (socket) => void server.emit('connection', socket));
      await listening(door, { ...options, port: (server.address() as AddressInfo).port, reusePort: true });
      return door;
    }),
  );
  return () => {
    for (const door of further) door.close();
  };
}

/** Whether the system lets sockets share a port. @throws where the port is another's, which sharing would hide */
async function canShare(options: ListenOptions): Promise<boolean> {
  const probe = createServer();
  if (options.port !== 0) {
    await listening(probe, options);
    await closed(probe);
  }
  return listening(probe, { ...options, port: 0, reusePort: true }).then(
    () => closed(probe).then(() => true),
    () => false,
  );
}

const listening = (server: Server, options: ListenOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
