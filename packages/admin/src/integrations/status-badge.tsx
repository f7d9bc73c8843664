import { Badge } from '@mantine/core';
import { STATUS, STATUS_LABELS } from './integrations.ts';

const COLORS: Readonly<Record<number, string>> = { [STATUS.active]: 'teal', [STATUS.reset]: 'yellow' };

export function StatusBadge({ status }: { status: number }) {
  return (
    <Badge variant="light" color={COLORS[status] ?? 'gray'} className="status" tt="none">
      {STATUS_LABELS[status] ?? status}
    </Badge>
  );
}
