import { anonymous, defineModule, implement, operation, post, service, string } from '@tessera/webapi';

const Leak = service('Acme\\Leak\\Api\\LeakInterface', {
  spill: operation({ password: string, note: string }, string),
});

/** A module that does everything wrong: it logs what it was given, and fails with an error that quotes it. */
export const module = defineModule({
  name: 'Acme_Leak',
  services: [
    implement(Leak, {
      spill: ({ password, note }, call) => {
        const authorization = call.request?.headers['authorization'];
        const cookies = call.request?.headers['cookie'];
        call.ports.log.info(
          { password, note, sent: { authorization, cookies }, url: call.request?.url },
          `got ${password}`,
        );
        const cause = Object.assign(new Error(`the cookie was ${cookies}`), { parameters: [password] });
        throw Object.assign(
          new Error(`cannot use ${password} of ${call.request?.url} with ${authorization}`, { cause }),
          {
            input: password,
          },
        );
      },
    }),
  ],
  routes: [post('/V1/leak', Leak.spill, anonymous)],
});
