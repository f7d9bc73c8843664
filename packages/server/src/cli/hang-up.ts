export interface HangUp {
  /** Does it at every SIGHUP, and now if there was one already. */
  readonly means: (work: () => void) => void;
}

/** From now on SIGHUP does not end this process: not while it starts either, when nobody has said what it means. */
export function onHangUp(): HangUp {
  let missed = false;
  let work = (): void => {
    missed = true;
  };
  process.on('SIGHUP', () => work());
  return {
    means: (told) => {
      work = told;
      if (missed) told();
    },
  };
}
