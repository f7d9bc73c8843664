import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Visits } from './visit.ts';

/** Magento's own post to the callback URL: it has no session, and proves itself otherwise. */
const WITHOUT_TOKEN = new Set(['/connect/callback']);

/** Takes posted forms, and only those that carry the CSRF token of their visitor: no other site can post in a name. */
export function acceptForms(app: FastifyInstance, visits: Visits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || WITHOUT_TOKEN.has(request.routeOptions.url ?? '')) return;
    const visit = visits.read(request.headers.cookie);
    if (visit !== null && visits.isCsrf(visit, formField(request, 'csrf'))) return;
    const text = 'This form is out of date. Go back, load the page again and repeat.';
    return reply.code(403).type('text/plain; charset=utf-8').send(text);
  });
}

/** A field of the posted form, without blanks around it; empty when it is missing. */
export function formField(request: FastifyRequest, name: string): string {
  return (new URLSearchParams(typeof request.body === 'string' ? request.body : '').get(name) ?? '').trim();
}

/** Where to go after signing in: an address of this CRM, never another's. */
export function localAddress(text: string | undefined, origin: string): string {
  const url = text?.startsWith('/') === true ? URL.parse(text, origin) : null;
  return url !== null && url.origin === origin ? url.pathname + url.search : '/stores';
}
