import type { FastifyReply } from 'fastify';
import { layout, type Page } from './layout.ts';
import type { Visit } from './visit.ts';

/** Answers a page. */
export function send(reply: FastifyReply, visit: Visit, page: Page): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(layout(page, visit));
}
