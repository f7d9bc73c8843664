import { createServer } from 'node:net';

/** Whether nobody listens at a port of this machine's loopback address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(false));
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)));
  });
}

/**
 * The first of so many free ports in a row.
 *
 * @param asked the first one, if somebody has asked for it; then it is these or none
 * @param usual where to begin to look otherwise
 * @throws Error that says which port is in use
 */
export async function freePorts(count: number, asked: number | undefined, usual: number): Promise<number> {
  const end = asked === undefined ? usual + 20 * count : asked + 1;
  let taken = asked ?? usual;
  for (let first = asked ?? usual; first < end; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const busy = (await Promise.all(ports.map(isFree))).indexOf(false);
    if (busy === -1) return first;
    taken = first + busy;
  }
  throw new Error(`port ${taken} is in use. Choose others: with PORT=9000 they are 9000 to ${9000 + count - 1}.`);
}
