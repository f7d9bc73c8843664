import type { FastifyInstance } from 'fastify';
import type { Contact } from '../contacts/contacts.ts';
import { type PushResult, pushContact, versionOf } from '../contacts/push.ts';
import type { Crm } from '../crm.ts';
import { formField } from '../web/forms.ts';
import { type Html, html } from '../web/html.ts';
import { csrfField, field, notice } from '../web/layout.ts';
import { send } from '../web/send.ts';
import { notFound, storePage } from '../web/signed-in.ts';
import type { Visit } from '../web/visit.ts';

const PAGE_SIZE = 50;

/** The contacts of one store: a list to search, and one to edit. */
export function contactsPages(app: FastifyInstance, crm: Crm): void {
  const { contacts } = crm;

  const list = storePage(crm, ({ connection, visit }, request, reply) => {
    const query = request.query as { search?: string; page?: string };
    const search = String(query.search ?? '');
    const page = Math.max(1, Math.trunc(Number(query.page ?? 1)) || 1);
    const found = contacts.list(connection.id, search, page, PAGE_SIZE);
    const path = `/stores/${connection.id}/contacts`;
    const main = html`
      <p><a href="/stores">Your stores</a> › ${connection.storeUrl}</p>
      <form class="row card" role="search" action="${path}">
        <label for="search">Name or e-mail</label>
        <input id="search" name="search" type="search" value="${search}" maxlength="255"><button>Search</button>
      </form>
      <p>${found.total} ${found.total === 1 ? 'contact' : 'contacts'}</p>
      ${found.contacts.length > 0 && table(found.contacts, path)}
      ${pages(path, search, page, Math.ceil(found.total / PAGE_SIZE))}`;
    return send(reply, visit, { title: 'Contacts', main });
  });
  app.get('/stores/:id/contacts', list);

  const show = storePage(crm, ({ connection, visit }, request, reply) => {
    const contact = contacts.find(connection.id, customerIdOf(request.params));
    if (contact === null) return notFound(reply, visit);
    const saved = (request.query as { saved?: string }).saved !== undefined;
    const message = saved ? notice('success', 'Saved here and in the store.') : null;
    const main = editor(contact, message, connection.id, visit);
    return send(reply, visit, { title: nameOf(contact), main });
  });
  app.get('/stores/:id/contacts/:customer', show);

  const save = storePage(crm, async ({ connection, visit }, request, reply) => {
    const contact = contacts.find(connection.id, customerIdOf(request.params));
    if (contact === null) return notFound(reply, visit);
    const changes = {
      email: formField(request, 'email'),
      firstname: formField(request, 'firstname'),
      lastname: formField(request, 'lastname'),
    };
    const shown = formField(request, 'shown');
    const result = await pushContact(crm, connection, contact, changes, shown);
    if (result.kind === 'saved')
      return reply.redirect(`/stores/${connection.id}/contacts/${contact.customerId}?saved=1`, 303);
    const edited = { ...contact, ...changes };
    const seen = result.kind === 'changed' ? versionOf(result.contact) : shown;
    const main = editor(edited, notice('error', explain(result)), connection.id, visit, seen);
    return send(reply.code(result.kind === 'changed' ? 409 : 422), visit, { title: nameOf(contact), main });
  });
  app.post('/stores/:id/contacts/:customer', save);
}

function explain(result: Exclude<PushResult, { kind: 'saved' }>): string {
  if (result.kind === 'refused') return `The store did not take the change: ${result.message}`;
  const { email } = result.contact;
  return `This customer was changed in the store meanwhile: ${nameOf(result.contact)}, ${email}. Nothing was saved. Press Save to put what stands below in its place.`;
}

const customerIdOf = (params: unknown): number => Number((params as { customer: string }).customer) || 0;
const nameOf = ({ firstname, lastname }: Contact): string => `${firstname} ${lastname}`;

function table(contacts: readonly Contact[], path: string): Html {
  const rows = contacts.map(
    (contact) => html`<tr>
      <td><a href="${path}/${contact.customerId}">${nameOf(contact)}</a></td>
      <td>${contact.email}</td><td>${contact.updatedAt}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Contacts"><table>
    <thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Changed (UTC)</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

function pages(path: string, search: string, page: number, count: number): Html | null {
  if (count <= 1) return null;
  const link = (to: number, text: string): Html =>
    html`<a href="${path}?search=${encodeURIComponent(search)}&page=${to}">${text}</a>`;
  return html`<nav aria-label="Pages" class="row">
    ${page > 1 && link(page - 1, 'Previous')} <span>Page ${page} of ${count}</span> ${page < count && link(page + 1, 'Next')}
  </nav>`;
}

/** @param shown the version that the user has seen, when it is not the one in the fields */
function editor(
  contact: Contact,
  message: Html | null,
  connectionId: string,
  visit: Visit,
  shown = versionOf(contact),
): Html {
  const { email, firstname, lastname, customerId, updatedAt } = contact;
  return html`
    <p><a href="/stores/${connectionId}/contacts">Contacts</a> › customer ${customerId}, changed ${updatedAt} UTC</p>
    ${message}
    <form method="post" class="card narrow">
      ${csrfField(visit)}
      <input type="hidden" name="shown" value="${shown}">
      ${field('firstname', 'First name', { value: firstname })}
      ${field('lastname', 'Last name', { value: lastname })}
      ${field('email', 'E-mail', { value: email, type: 'email' })}
      <button>Save</button>
    </form>`;
}
