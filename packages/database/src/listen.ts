import { Socket } from 'node:net';
import pg from 'pg';
import { endClient } from './end-client.ts';

const RECONNECT_MS = 500;
/** A connection that the network has lost without a word is noticed by this. */
const HEARTBEAT_MS = 5000;

export interface Listening {
  readonly url: string;
  readonly types: pg.CustomTypesConfig;
  readonly channels: readonly string[];
  /** What the connection is called in `pg_stat_activity`. */
  readonly name?: string;
  /** Told the text of what was announced; an empty one where something may have been missed. */
  readonly heard: (text: string, channel: string) => void;
  /** Told when announcements may pass unheard, and when they are heard again. */
  readonly deaf?: (deaf: boolean) => void;
}

/**
 * Keeps one connection that hears what is announced on some channels. Whenever it was lost or made anew, something may have
 * been missed, so that counts as heard too.
 * @returns what ends it
 */
export async function listen({ url, types, channels, name, heard, deaf }: Listening): Promise<() => Promise<void>> {
  let stopped = false;
  let end: (() => Promise<void>) | null = null;
  const connect = async (): Promise<void> => {
    const socket = new Socket();
    const fresh = new pg.Client({
      connectionString: url,
      stream: () => socket,
      ...(name === undefined ? {} : { application_name: name }),
      types,
      keepAlive: true,
      connectionTimeoutMillis: HEARTBEAT_MS,
      query_timeout: HEARTBEAT_MS,
    });
    let lost = false;
    const onLost = (): void => {
      if (lost) return;
      lost = true;
      end = null;
      if (stopped) return;
      deaf?.(true);
      heard('', '');
      setTimeout(() => void connect().catch(() => {}), RECONNECT_MS).unref();
    };
    fresh.on('error', () => {});
    fresh.on('notification', ({ payload, channel }) => heard(payload ?? '', channel));
    fresh.on('end', onLost);
    try {
      await fresh.connect();
      await fresh.query(channels.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      onLost();
      await fresh.end().catch(() => {});
      throw error;
    }
    if (stopped) return endClient(fresh, socket);
    end = () => endClient(fresh, socket);
    const heartbeat = setInterval(() => {
      fresh.query('select 1').catch(() => {
        onLost();
        void fresh.end().catch(() => {});
      });
    }, HEARTBEAT_MS);
    heartbeat.unref();
    fresh.once('end', () => clearInterval(heartbeat));
    deaf?.(false);
    heard('', '');
  };
  try {
    await connect();
  } catch (error) {
    stopped = true;
    throw error;
  }
  return async () => {
    stopped = true;
    await end?.();
  };
}
