import { anonymous, defineModule, implement, operation, post, service, string } from '@tessera/webapi';

const Faulty = service('Tessera\\Test\\Api\\FaultyInterface', { say: operation({ text: string }, string) });

/** A module whose fault repeats what a client has sent: the worst that can get into a log. */
export const module = defineModule({
  name: 'Tessera_Faulty',
  routes: [post('/V1/faulty', Faulty.say, anonymous)],
  services: [
    implement(Faulty, {
      say: ({ text }) => {
        throw new Error(`cannot say ${text}`);
      },
    }),
  ],
});
