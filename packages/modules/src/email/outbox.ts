import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'outbox';
/** The folder is looked through once in so many mails. */
const PRUNE_EVERY = 50;
let written = 0;

export interface Outbox {
  /** Folder for files of this installation. */
  readonly varFolder: string;
  /** How many mails are kept. */
  readonly size: number;
}

/**
 * Keeps a mail as a file whose name sorts by time; only the owner of the process may read it.
 * @param moment milliseconds since the epoch
 * @returns the path of the file
 */
export async function keepMail({ varFolder, size }: Outbox, mail: Buffer, moment: number): Promise<string> {
  const folder = join(varFolder, FOLDER);
  const time = new Date(moment).toISOString().replace(/[-:.]/g, '');
  const order = String(written++ % 1_000_000).padStart(6, '0');
  const prunes = written % PRUNE_EVERY === 0;
  const file = join(folder, `${time}-${order}-${randomBytes(3).toString('hex')}.eml`);
  // Whoever watches the folder sees whole mails only.
  const write = () => writeFile(`${file}.part`, mail, { mode: 0o600, flag: 'wx' });
  await write().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await write();
  });
  await rename(`${file}.part`, file);
  if (prunes) await prune(folder, size);
  return file;
}

async function prune(folder: string, size: number): Promise<void> {
  const mails = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
  for (const name of mails.slice(0, Math.max(0, mails.length - size))) await unlink(join(folder, name)).catch(() => {});
}
