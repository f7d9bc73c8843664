// Loaded into a server (`node --import`): SIGUSR2 sets its clock forward by an hour, the next one back again.
const RealDate = globalThis.Date;
let offset = 0;

class MovedDate extends RealDate {
  constructor(...values: ConstructorParameters<typeof RealDate> | []) {
    if (values.length === 0) super(MovedDate.now());
    else super(...(values as ConstructorParameters<typeof RealDate>));
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
}

globalThis.Date = MovedDate as unknown as DateConstructor;
process.on('SIGUSR2', () => {
  offset = offset === 0 ? 3_600_000 : 0;
});
