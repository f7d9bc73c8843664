import type { Connection } from '@tessera/connect';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Crm } from '../crm.ts';
import { html } from './html.ts';
import { notice } from './layout.ts';
import { send } from './send.ts';
import type { Visit } from './visit.ts';

export interface Member {
  readonly visit: Visit;
  readonly account: string;
}
export interface StoreVisit extends Member {
  readonly connection: Connection;
}
type Handler<C> = (context: C, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | FastifyReply;
type Route = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** The name under which the connections of a user are kept. */
export const accountOf = (visit: Visit | null): string | null =>
  visit === null || visit.user === null ? null : String(visit.user.id);

/** A page for users: others are sent to sign in. */
export function signedIn({ visits }: Crm, handler: Handler<Member>): Route {
  return async (request, reply) => {
    const visit = visits.open(request, reply);
    const account = accountOf(visit);
    if (account === null) return reply.redirect(`/sign-in?return_to=${encodeURIComponent(request.url)}`, 303);
    return handler({ visit, account }, request, reply);
  };
}

/** A page about the connection `:id`. One of another account is not found, as one that does not exist. */
export function storePage(crm: Crm, handler: Handler<StoreVisit>): Route {
  return signedIn(crm, async ({ visit, account }, request, reply) => {
    const { id } = request.params as { id: string };
    const connection = await crm.connect.connection(account, id);
    return connection === null ? notFound(reply, visit) : handler({ visit, account, connection }, request, reply);
  });
}

export const notFound = (reply: FastifyReply, visit: Visit): FastifyReply =>
  send(reply.code(404), visit, { title: 'Not found', main: html`${notice('error', 'There is no such page.')}` });
