import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes a connection that was idle for too long, unless the next request has come meanwhile. `node:http` looks at its
 * clock before it reads: after a moment in which the process was busy it would close connections whose client has asked
 * in time, and the client would have no answer (RFC 9112, section 9.3.1, leaves it to the client to ask again, which it
 * may not do for a write).
 */
export function readBeforeClosingIdle(server: Server): void {
  server.on('timeout', (socket: Socket) => {
    const before = socket.bytesRead;
    afterReading(() => {
      if (socket.bytesRead === before) socket.destroy();
    });
  });
}

/** Runs something once what has reached the process is read. */
export const afterReading = (then: () => void): void => void setImmediate(then);
