// Runs in a thread of its own, see `Checkpointer`: copies the pages of a SQLite file's log into the file, whenever it is
// told to. Plain JavaScript: to take the types out, a thread would need 17 MB more.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

/** While one checkpoint is made, more is written: those after it have little to copy, until one meets no writer. */
const ATTEMPTS = 10;
/** From so many pages on (64 MB) writers are kept waiting, since a log that is never copied to its end grows for ever. */
const LARGEST_LOG = 16_000;
const PATIENCE_MS = 100;

const database = new Sqlite(workerData, { fileMustExist: true, timeout: PATIENCE_MS });
database.pragma('cache_size = -500');

/** @returns {{ busy: number, log: number, checkpointed: number }} pages in the log, and how many of them are in the file */
const checkpoint = (mode) => database.pragma(`wal_checkpoint(${mode})`)[0];

function work() {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { busy, log, checkpointed } = checkpoint('PASSIVE');
    if (busy !== 0 || checkpointed >= log) return;
    if (log > LARGEST_LOG) checkpoint('RESTART');
  }
}

parentPort.on('message', (order) => {
  if (order === 'checkpoint') return work();
  database.close();
  parentPort.close();
});
