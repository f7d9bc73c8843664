/** Finishes what is under way at the first SIGINT or SIGTERM, then ends the process; a second one ends it at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A worker that the primary process takes out of service has its connections finished already.
  process.on('disconnect', onSignal);
}
