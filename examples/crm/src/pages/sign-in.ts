import type { FastifyInstance, FastifyReply } from 'fastify';
import { type AccountResult, MINIMUM_PASSWORD } from '../accounts/accounts.ts';
import type { Crm } from '../crm.ts';
import { formField, localAddress } from '../web/forms.ts';
import { html } from '../web/html.ts';
import { csrfField, field, notice } from '../web/layout.ts';
import { send } from '../web/send.ts';
import type { Visit } from '../web/visit.ts';

type Kind = 'sign-in' | 'sign-up';
const TITLES = { 'sign-in': 'Sign in', 'sign-up': 'Sign up' } as const;

interface Shown {
  readonly kind: Kind;
  readonly returnTo: string;
  readonly email?: string;
  readonly refusal?: string;
}

/** Signing in, up and out. */
export function signInPages(app: FastifyInstance, { accounts, visits, origin }: Crm): void {
  for (const kind of ['sign-in', 'sign-up'] as const) {
    app.get<{ Querystring: { return_to?: string } }>(`/${kind}`, (request, reply) => {
      const visit = visits.open(request, reply);
      return show(reply, visit, { kind, returnTo: localAddress(request.query.return_to, origin) });
    });
    app.post(`/${kind}`, async (request, reply) => {
      const visit = visits.open(request, reply);
      const email = formField(request, 'email');
      const password = formField(request, 'password');
      const returnTo = localAddress(formField(request, 'return_to'), origin);
      const result: AccountResult =
        kind === 'sign-in'
          ? await accounts.signIn(email, password, request.ip)
          : await accounts.signUp(email, password);
      if ('refusal' in result) return show(reply.code(422), visit, { kind, returnTo, email, refusal: result.refusal });
      visits.signIn(reply, result.user);
      return reply.redirect(returnTo, 303);
    });
  }
  app.post('/sign-out', (request, reply) => {
    visits.signOut(reply, visits.open(request, reply));
    const returnTo = localAddress(formField(request, 'return_to'), origin);
    return reply.redirect(`/sign-in?return_to=${encodeURIComponent(returnTo)}`, 303);
  });
}

function show(reply: FastifyReply, visit: Visit, { kind, returnTo, email = '', refusal }: Shown): FastifyReply {
  const isNew = kind === 'sign-up';
  const other = isNew ? 'sign-in' : 'sign-up';
  const main = html`<div class="card narrow">
    ${notice('error', refusal ?? null)}
    <form method="post" action="/${kind}">
      ${csrfField(visit)}
      <input type="hidden" name="return_to" value="${returnTo}">
      ${field('email', 'E-mail', { type: 'email', value: email, autocomplete: 'username' })}
      ${field('password', 'Password', {
        type: 'password',
        autocomplete: isNew ? 'new-password' : 'current-password',
        ...(isNew ? { minlength: MINIMUM_PASSWORD, hint: `At least ${MINIMUM_PASSWORD} characters.` } : {}),
      })}
      <button>${TITLES[kind]}</button>
    </form>
    <p>${isNew ? 'You have an account?' : 'You are new here?'}
      <a href="/${other}?return_to=${encodeURIComponent(returnTo)}">${TITLES[other]}</a></p>
  </div>`;
  const popup = returnTo.startsWith('/connect/');
  return send(reply, visit, { title: TITLES[kind], main, popup });
}
