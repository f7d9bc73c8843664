import type { Handover, PendingConnection } from '@tessera/connect';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Crm } from '../crm.ts';
import { formField } from '../web/forms.ts';
import { type Html, html } from '../web/html.ts';
import { csrfField, notice } from '../web/layout.ts';
import { contentSecurity } from '../web/security-headers.ts';
import { send } from '../web/send.ts';
import type { Visit } from '../web/visit.ts';

/** How long the popup waits for the store's callback, in seconds. */
const LONGEST_WAIT = 30;

/** The two addresses that a merchant enters in the store: callback URL and identity link URL. */
export function connectPages(app: FastifyInstance, crm: Crm): void {
  const { connect, visits, origin } = crm;

  app.post('/connect/callback', async (request, reply) =>
    reply.send(await connect.callback(webRequest(request, origin))),
  );

  app.get('/connect/login', async (request, reply) => {
    const visit = visits.open(request, reply);
    return show(await connect.handover(webRequest(request, origin)), visit, request, reply);
  });

  app.post('/connect/login', async (request, reply) => {
    const visit = visits.open(request, reply);
    const linked = webRequest(request, origin);
    const pendingId = formField(request, 'pending');
    if (formField(request, 'decision') === 'allow')
      return show(await connect.complete(linked, pendingId), visit, request, reply);
    await connect.refuse(linked, pendingId);
    const main = html`${notice('info', 'Nothing was connected. You can close this window.')}`;
    return page(reply, 'Not connected', main, visit);
  });
}

function show(handover: Handover, visit: Visit, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  switch (handover.kind) {
    case 'sign-in':
      return reply.redirect(`/sign-in?return_to=${encodeURIComponent(handover.returnTo)}`, 303);
    case 'consent':
      reply.header('Content-Security-Policy', contentSecurity(new URL(handover.pending.storeUrl).origin));
      return page(reply, 'Connect a store', consent(handover.pending, visit, request), visit);
    case 'connected':
      return reply.redirect(handover.redirect, 303);
    case 'waiting':
      return wait(handover.message, visit, request, reply);
    case 'problem': {
      const { code, message, detail } = handover.problem;
      const main = html`${notice('error', message)} ${detail !== null && html`<p class="dim">The store said: ${detail}</p>`}
        ${code === 'other-account' && otherAccount(visit, request)}`;
      return page(reply.code(409), 'The store was not connected', main, visit);
    }
  }
}

/** Signs out, and in again, and comes back to this page: the popup has no other way. */
const otherAccount = (visit: Visit, request: FastifyRequest): Html => html`<form method="post" action="/sign-out">
  ${csrfField(visit)}<input type="hidden" name="return_to" value="${request.url}">
  <button class="link">Use another account</button></form>`;

function consent({ id, storeUrl, renews }: PendingConnection, visit: Visit, request: FastifyRequest): Html {
  return html`<div class="card">
    <p>The store <strong>${storeUrl}</strong> asks to be ${renews === null ? 'connected with' : 'connected anew with'}
      the account <strong>${visit.user?.email}</strong>.</p>
    <p>Tabula CRM will read its customers, and change those that you edit here.</p>
    <form method="post" class="row">
      ${csrfField(visit)}
      <input type="hidden" name="pending" value="${id}">
      <button name="decision" value="allow">Connect</button>
      <button name="decision" value="refuse" class="quiet">Do not connect</button>
    </form>
    ${otherAccount(visit, request)}
  </div>`;
}

function wait(message: string, visit: Visit, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { waited } = request.query as { waited?: string };
  const seconds = Number(waited ?? 0) || 0;
  if (seconds >= LONGEST_WAIT) {
    // A store that was connected before stays here, as revoked, until its new credentials come.
    const text =
      'The store has not sent its credentials, so nothing was connected anew. Check the Callback URL of the integration, then press Activate (or Reauthorize) in your store again.';
    return page(reply, 'No credentials came', html`${notice('error', text)}`, visit);
  }
  const again = new URL(request.url, 'http://localhost');
  again.searchParams.set('waited', String(seconds + 1));
  reply.header('Refresh', `1; url=${again.pathname}${again.search}`);
  return page(reply, 'One moment', html`${notice('info', message)}`, visit);
}

const page = (reply: FastifyReply, title: string, main: Html, visit: Visit): FastifyReply =>
  send(reply, visit, { title, main, popup: true });

/** The request as a web-standard one, which is what @tessera/connect takes. */
function webRequest(request: FastifyRequest, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  const { method, body } = request;
  return new Request(new URL(request.url, origin), { method, headers, ...(typeof body === 'string' ? { body } : {}) });
}
