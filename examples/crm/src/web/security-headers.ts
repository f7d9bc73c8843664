import type { FastifyInstance } from 'fastify';

/**
 * The Content-Security-Policy of a page.
 * @param storeOrigin where a form may lead by a redirect, beside this site
 */
export const contentSecurity = (storeOrigin = ''): string =>
  `default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${storeOrigin}`.trim();

/** No scripts, no frames, no caching of what belongs to a user. */
export function securityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'Content-Security-Policy': contentSecurity(),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    });
  });
}
