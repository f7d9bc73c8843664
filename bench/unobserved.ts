import { defineModule } from '@tessera/webapi';

/** A module for measurements: from its first call on, an application neither logs nor counts what it answers. */
export const module = defineModule({
  name: 'Bench_Unobserved',
  observers: [({ call }) => void (call?.ports.kernel.observers as unknown[] | undefined)?.splice(0)],
});
