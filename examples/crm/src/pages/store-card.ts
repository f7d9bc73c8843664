import type { Connection } from '@tessera/connect';
import type { Progress } from '../contacts/progress.ts';
import { type Html, html } from '../web/html.ts';
import { csrfField, notice } from '../web/layout.ts';
import type { Visit } from '../web/visit.ts';

export interface StoreCard {
  readonly connection: Connection;
  readonly progress: Progress;
  /** How many contacts there are. */
  readonly count: number;
  readonly visit: Visit;
}

const REVOKED =
  'The store no longer accepts this connection: its integration was deleted or is being authorised again, or its token has expired. Activate or reauthorize it in the admin panel of the store.';

/** One connected store: its state, and what can be done. */
export function storeCard({ connection, progress, count, visit }: StoreCard): Html {
  const { id, storeUrl } = connection;
  const isRevoked = connection.status === 'revoked';
  const failure = progress.state === 'failed' ? `${progress.error ?? ''} It is tried again by itself.` : null;
  const action = `/stores/${id}/synchronise`;
  return html`<section class="card" aria-label="${storeUrl}">
    <div class="row"><h2>${storeUrl}</h2> ${badge(connection, progress)}</div>
    ${notice('error', isRevoked ? REVOKED : failure)}
    ${progress.state === 'running' && progressBar(progress)}
    <p>${count} ${count === 1 ? 'contact' : 'contacts'}${
      progress.finishedAt !== null && html`, up to date since <time>${minute(progress.finishedAt)}</time>`
    }</p>
    <div class="row">
      <a class="button" href="/stores/${id}/contacts">Contacts</a>
      ${
        !isRevoked &&
        html`<form method="post" action="${action}">${csrfField(visit)}<button class="quiet">Synchronise now</button></form>
      <form method="post" action="${action}">${csrfField(visit)}
        <button class="quiet" name="everything" value="1">Import all again</button></form>`
      }
      <a href="/stores/${id}/disconnect">Disconnect</a>
    </div>
  </section>`;
}

const progressBar = ({ done, total }: Progress): Html => html`<p><label>Importing: ${done} of ${total} customers
    <progress max="${Math.max(1, total)}" value="${done}"></progress></label></p>`;

function badge({ status }: Connection, { state }: Progress): Html {
  if (status === 'revoked') return html`<span class="badge revoked">Revoked</span>`;
  if (state === 'running') return html`<span class="badge running">Importing</span>`;
  if (state === 'failed') return html`<span class="badge failed">Failed</span>`;
  return html`<span class="badge active">Connected</span>`;
}

const minute = (moment: number): string => `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
