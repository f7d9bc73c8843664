import { connect, type Socket } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * A kept-alive connection that asks one thing after the other. Much cheaper than an HTTP client, so that the generator
 * is not what limits a fast server: answers need a content-length, and only their status is looked at.
 * @param next the next request as bytes, null to end
 * @param answered called with the status of each answer
 */
export function ask(
  { hostname, port }: URL,
  next: () => Buffer | string | null,
  answered: (status: number) => void,
): Promise<void> {
  return new Promise((done, failed) => {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    let received: Buffer = Buffer.alloc(0);
    socket.on('connect', () => send(socket, next));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const end = received.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const head = received.toString('latin1', 0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      if (received.length < end + 4 + length) return;
      received = Buffer.alloc(0);
      answered(Number(head.slice(9, 12)));
      send(socket, next);
    });
    socket.on('error', failed);
    socket.on('close', () => done());
  });
}

function send(socket: Socket, next: () => Buffer | string | null): void {
  const request = next();
  if (request === null) socket.end();
  else socket.write(request);
}
