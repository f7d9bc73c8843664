import { Moment, momentOf } from '../ui/moment.tsx';
import type { Use } from './usage.ts';

/** When the access of an integration ends. */
export function AccessEnd({ use }: { use: Use | undefined }) {
  if (use === undefined || !use.has_access) return <span title="It has no access token.">—</span>;
  const { expires_at } = use;
  const isOver = expires_at !== undefined && momentOf(expires_at).getTime() <= Date.now();
  return (
    <span className={isOver ? 'bad' : undefined}>
      {isOver && 'Ended '}
      <Moment at={expires_at} otherwise="Never" />
    </span>
  );
}
