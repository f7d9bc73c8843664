import cluster, { type Worker } from 'node:cluster';

/** How the primary process of Node's `cluster` hands over a connection; a worker answers with `ack`, the same number. */
interface HandOver {
  readonly act: 'newconn';
  readonly seq: number;
}
interface Handle {
  readonly close: () => void;
}

const isHandOver = (message: unknown): message is HandOver =>
  typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn' && 'seq' in message;

/** After a worker's end, until its last messages have been read. */
const LAST_WORDS_MS = 50;

/**
 * Has connections served by other workers that were handed over to this one, and that it had not taken when it was
 * killed. Node would keep each of them open and forget it, so that its client waits for ever.
 *
 * It follows the messages by which Node hands them over, and says in the name of a worker that is gone what one says
 * that does not want a connection. Should Node ever change these messages, all is as it would be without this.
 * @param serving the workers that listen
 */
export function giveOnWhenKilled(worker: Worker, serving: WeakSet<Worker>): void {
  const underWay = new Map<number, Handle>();
  const { process: child } = worker;
  const send = child.send.bind(child) as (...values: unknown[]) => boolean;
  child.send = ((message: unknown, handle: unknown, ...rest: unknown[]) => {
    if (isHandOver(message)) underWay.set(message.seq, handle as Handle);
    return send(message, handle, ...rest);
  }) as typeof child.send;
  child.on('internalMessage', ({ ack }: { ack?: number }) => {
    if (ack !== undefined) underWay.delete(ack);
  });
  const someoneElseServes = (): boolean =>
    Object.values(cluster.workers ?? {}).some(
      (other) => other !== undefined && other !== worker && other.isConnected() && serving.has(other),
    );
  const giveOn = (): void => {
    for (const [seq, handle] of [...underWay])
      if (someoneElseServes()) child.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: seq, accepted: false });
      else handle.close();
  };
  child.once('exit', () => {
    // What it has still said is read meanwhile.
    setTimeout(() => {
      if (!child.connected) return giveOn();
      // Node has not noticed where a connection was under way, and would hand it further ones.
      child.once('disconnect', giveOn);
      child.disconnect();
    }, LAST_WORDS_MS);
  });
}
