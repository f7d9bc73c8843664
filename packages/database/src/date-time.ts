/** A moment as it is stored and shown: `YYYY-MM-DD HH:MM:SS` in UTC. */
export const dateTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

/** Seconds since the epoch, for moments that are only compared (tokens, locks, sessions). */
export const epochSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
