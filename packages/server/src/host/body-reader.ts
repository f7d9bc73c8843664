import type { IncomingMessage } from 'node:http';
import { requestTooLarge } from '@tessera/webapi';

const EMPTY = Buffer.alloc(0);

const clientWentAway = (limit: number) => requestTooLarge([limit], { detail: 'the client went away' });

/** Is told while a request waits for its client. */
export interface Patience {
  readonly waits: () => void;
  readonly continues: () => void;
}

/** Reads a body on demand, once, and stops at the limit. */
export function bodyReader(incoming: IncomingMessage, limit: number, patience: Patience): () => Promise<Buffer> {
  let reading: Promise<Buffer> | null = null;
  return () => (reading ??= read(incoming, limit, patience));
}

function read(incoming: IncomingMessage, limit: number, patience: Patience): Promise<Buffer> {
  const announced = incoming.headers['content-length'];
  if (announced === '0' || (announced === undefined && incoming.headers['transfer-encoding'] === undefined))
    return Promise.resolve(EMPTY);
  if (Number(announced) > limit) return Promise.reject(requestTooLarge([limit]));
  // Its events are over, so that nobody would be told any more.
  if (incoming.destroyed) return Promise.reject(clientWentAway(limit));
  patience.waits();
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        reject(requestTooLarge([limit]));
      } else {
        chunks.push(chunk);
      }
    });
    incoming.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(clientWentAway(limit)));
  }).finally(() => patience.continues());
}
