import type { Socket } from 'node:net';
import type pg from 'pg';

/** How long the server may take to say farewell. */
const FAREWELL_MS = 1000;

/** Ends a connection in order, or, where the other side does not answer, without it. @param socket what it goes over */
export async function endClient(client: pg.Client, socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
  await client.end().finally(() => clearTimeout(timer));
}
