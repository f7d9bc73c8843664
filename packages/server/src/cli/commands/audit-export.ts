import { once } from 'node:events';
import { exportAudit } from '@tessera/modules';
import type { Command } from 'commander';
import { withApplication } from '../command.ts';

interface ExportOptions {
  since?: string;
  until?: string;
}

/** Milliseconds since the epoch; a moment without a zone is UTC. */
function moment(text: string | undefined, option: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const iso = text.trim().replace(' ', 'T');
  const milliseconds = Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  if (Number.isNaN(milliseconds)) throw new Error(`${option} ${text} is not a moment such as 2026-01-31T12:00:00Z`);
  return milliseconds;
}

export function addAuditCommands(program: Command): void {
  withApplication<ExportOptions>(
    program
      .command('audit:export')
      .description('print the audit log as JSON lines, the oldest entry first')
      .option('--since <moment>', 'from this moment on, for example 2026-01-31T12:00:00Z')
      .option('--until <moment>', 'before this moment'),
    async ({ database }, { since, until }) => {
      const from = moment(since, '--since', 0);
      const to = moment(until, '--until', Number.MAX_SAFE_INTEGER);
      for await (const entry of exportAudit(database.unhurried, from, to))
        if (!process.stdout.write(`${JSON.stringify(entry)}\n`)) await once(process.stdout, 'drain');
    },
  );
}
