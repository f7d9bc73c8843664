import type { FastifyInstance } from 'fastify';
import { type Crm, synchronise } from '../crm.ts';
import { formField } from '../web/forms.ts';
import { type Html, html } from '../web/html.ts';
import { csrfField, notice } from '../web/layout.ts';
import { send } from '../web/send.ts';
import { signedIn, storePage } from '../web/signed-in.ts';
import { storeCard } from './store-card.ts';

/** "Your stores", and what can be done with one. */
export function storesPages(app: FastifyInstance, crm: Crm): void {
  const { connect, contacts, progress } = crm;

  app.get('/', (_request, reply) => reply.redirect('/stores', 303));

  const list = signedIn(crm, async ({ visit, account }, _request, reply) => {
    const connections = await connect.connections(account);
    const running = connections.some(({ id }) => progress.of(id).state === 'running');
    const cards = connections.map((connection) => {
      const { id } = connection;
      return storeCard({ connection, progress: progress.of(id), count: contacts.count(id), visit });
    });
    const main = html`
      ${connections.length === 0 && notice('info', 'No store is connected yet.')}
      ${cards}
      ${instructions(crm.origin)}`;
    return send(reply, visit, { title: 'Your stores', main, refresh: running ? 1 : undefined });
  });
  app.get('/stores', list);

  const synchroniseNow = storePage(crm, ({ connection }, request, reply) => {
    synchronise(crm, connection, formField(request, 'everything') !== '');
    return reply.redirect('/stores', 303);
  });
  app.post('/stores/:id/synchronise', synchroniseNow);

  const askToDisconnect = storePage(crm, ({ connection, visit }, _request, reply) => {
    const main = html`<div class="card">
      <p>Disconnect <strong>${connection.storeUrl}</strong>? Its contacts are removed from this CRM; the store itself
        is not changed. Delete the integration in the store as well, so that its token ends.</p>
      <form method="post" class="row">${csrfField(visit)}<button class="danger">Disconnect</button>
        <a class="button quiet" href="/stores">Keep it</a></form>
    </div>`;
    return send(reply, visit, { title: 'Disconnect a store', main });
  });
  app.get('/stores/:id/disconnect', askToDisconnect);

  const disconnect = storePage(crm, async ({ connection, account }, _request, reply) => {
    await connect.disconnect(account, connection.id);
    return reply.redirect('/stores', 303);
  });
  app.post('/stores/:id/disconnect', disconnect);
}

const instructions = (origin: string): Html => html`<section class="card">
  <h2>Connect a store</h2>
  <p>In the admin panel of your Magento or Tessera store, open <em>System › Integrations</em>, add an integration with
    these two addresses and the resource <em>Customers</em>, and activate it.</p>
  <dl>
    <dt>Callback URL</dt><dd><code>${origin}/connect/callback</code></dd>
    <dt>Identity link URL</dt><dd><code>${origin}/connect/login</code></dd>
  </dl>
</section>`;
