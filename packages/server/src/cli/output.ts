/** Prints a result: as JSON with `--json`, else as text for a person. */
export function print(value: unknown, json: boolean, text: (value: unknown) => string = readable): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text(value)}\n`);
}

/** Lines to paste into an `.env` file or a shell: `CONSUMER_KEY=…`; what is null is left out. */
export const pasteable = (value: unknown): string =>
  Object.entries(value as object)
    .filter(([, entry]) => entry !== null)
    .map(([name, entry]) => `${name.toUpperCase()}=${quoted(String(entry))}`)
    .join('\n');

const quoted = (text: string): string => (/^[\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** A list of objects as an aligned table, an object as lines, anything else as it is. */
export function readable(value: unknown): string {
  if (Array.isArray(value)) return table(value as readonly Readonly<Record<string, unknown>>[]);
  if (typeof value !== 'object' || value === null) return shown(value);
  const entries = Object.entries(value);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, entry]) => `${name.padEnd(width)}  ${shown(entry)}`).join('\n');
}

function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = rows;
  if (first === undefined) return '(none)';
  if (typeof first !== 'object') return rows.map(shown).join('\n');
  const columns = Object.keys(first);
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => shown(row[column]).length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns), ...rows.map((row) => line(columns.map((column) => shown(row[column]))))].join('\n');
}
