type Keys = readonly Buffer[];
interface Source {
  readonly read: () => Keys;
  known: Keys;
  readAt: number;
}

const sources = new WeakMap<Keys, Source>();
/** Anybody can send a token that names a key we do not have; that must not become a load on the disk. */
const READ_AGAIN_AFTER_MS = 200;

/** Says where a set of master keys came from, so that one that was added meanwhile can be found. */
export function renewable(keys: Keys, read: () => Keys): Keys {
  sources.set(keys, { read, known: keys, readAt: -Infinity });
  return keys;
}

/**
 * The keys as their source has them now, for something that none of the known ones made: another process may have
 * added one a moment ago, and its word has not come yet. The same keys where nothing was added.
 */
export function renewed(keys: Keys): Keys {
  const source = sources.get(keys);
  if (source === undefined) return keys;
  const now = performance.now();
  if (now - source.readAt < READ_AGAIN_AFTER_MS) return source.known;
  source.readAt = now;
  try {
    const fresh = source.read();
    if (fresh.length > source.known.length) source.known = fresh;
  } catch {
    // What is known goes on serving; `tessera doctor` says what is wrong with the file.
  }
  return source.known;
}
