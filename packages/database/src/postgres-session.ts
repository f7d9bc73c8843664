import type pg from 'pg';
import { AnswerWatch } from './answer-watch.ts';

/** How long a connection may take to be made. */
export const CONNECT_MS = 5000;
const seconds = (milliseconds: number): string => String(Math.ceil(milliseconds / 1000));

/**
 * What the server does with a session whose client has gone without a word: it stops the statement under way, and lets
 * go of locks. By statements rather than at the connection's start, where a pooler in between would refuse them.
 */
const ABANDONED = `select set_config(name, value, false) from (values
  ('client_connection_check_interval', $1),
  ('idle_in_transaction_session_timeout', $2),
  ('tcp_keepalives_idle', '30'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')
) as wanted(name, value) where current_setting(name, true) is not null`;
/** Our transactions do not rest for so long; much longer than a statement may take, lest a slow neighbour ends one. */
const LONGEST_REST_MS = 60_000;

/**
 * Tells the server how to deal with a session that is abandoned. A server that does not know these settings does
 * without; a connection that does not answer is ended here, and its next statement fails.
 * @param limit how long a statement may go unanswered, in milliseconds
 */
export async function prepareSession(client: pg.ClientBase, limit: number, giveUp: () => void): Promise<void> {
  const values = [`${seconds(limit)}s`, `${seconds(Math.max(LONGEST_REST_MS, 3 * limit))}s`];
  await new AnswerWatch(CONNECT_MS, giveUp).during(() => client.query(ABANDONED, values)).catch(() => {});
}
