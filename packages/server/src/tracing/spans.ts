import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { type HttpRequest, templateOf } from '@tessera/webapi';
import { statementName, statementOperation } from './statement-name.ts';
import type { Telemetry } from './telemetry.ts';

const KINDS = { client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/** The context that a `traceparent` names; a malformed one names none (W3C Trace Context). */
const contextOf = (traceparent: string | undefined, tracestate?: string): Context =>
  traceparent === undefined
    ? ROOT_CONTEXT
    : propagation.extract(ROOT_CONTEXT, { traceparent, ...(tracestate === undefined ? {} : { tracestate }) });

function traceparentOf(at: Context): string {
  const carrier: Record<string, string> = {};
  propagation.inject(at, carrier);
  return carrier['traceparent'] ?? '';
}

const fail = (span: Span, type: string): void => {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** The span that is open here; not one that has ended and left work behind, and none that nobody will see. */
const recording = (): Span | null => {
  const span = trace.getActiveSpan();
  return span?.isRecording() === true ? span : null;
};

/** By OpenTelemetry's conventions for HTTP servers, without the path and the query: secrets may stand in them. */
function requestAttributes({ method, scheme, host, remoteAddress }: HttpRequest): Record<string, string> {
  return {
    'http.request.method': METHODS.has(method) ? method : '_OTHER',
    'url.scheme': scheme,
    'server.address': host.replace(/:\d+$/, '').slice(0, 255),
    'client.address': remoteAddress,
  };
}

/** Spans of requests, statements and outgoing calls, made with a tracer of OpenTelemetry. */
export function createTelemetry(tracer: Tracer, system: string, close: () => Promise<void>): Telemetry {
  return {
    around: (handle) => (request) => {
      const { traceparent, tracestate } = request.headers;
      const attributes = requestAttributes(request);
      const start = { kind: SpanKind.SERVER, attributes };
      const span = tracer.startSpan(
        attributes['http.request.method'] as string,
        start,
        contextOf(traceparent, tracestate),
      );
      return context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
        try {
          const response = await handle(request);
          span.setAttribute('http.response.status_code', response.status);
          if (response.status >= 500) fail(span, String(response.status));
          return response;
        } finally {
          span.end();
        }
      });
    },
    answered: (event) => {
      const span = recording();
      // A part of an aggregate is not the request.
      if (span === null || event.binding === 'aggregate') return;
      const { binding, caller, error, requestId, request, route, status } = event;
      const template = binding === 'soap' ? '/soap/:store' : templateOf(event);
      if (template !== null) {
        span.updateName(`${METHODS.has(request.method) ? request.method : 'HTTP'} ${template}`);
        span.setAttribute('http.route', template);
      }
      span.setAttributes({
        'tessera.binding': binding,
        'tessera.caller.kind': caller?.kind ?? 'unknown',
        'tessera.request.id': requestId,
        ...(route === null
          ? {}
          : { 'tessera.operation': `${route.route.operation.service}::${route.route.operation.method}` }),
        ...(error === null ? {} : { 'tessera.error.code': error.code }),
      });
      if (status >= 500 && error !== null) fail(span, error.code);
    },
    statement: (sql, milliseconds, failed) => {
      if (recording() === null) return;
      const end = Date.now();
      const attributes = {
        'db.system.name': system,
        'db.operation.name': statementOperation(sql),
        'db.query.text': sql,
      };
      const span = tracer.startSpan(statementName(sql), {
        kind: SpanKind.CLIENT,
        startTime: end - milliseconds,
        attributes,
      });
      if (failed) fail(span, 'refused');
      span.end(end);
    },
    inSpan: (description, work) => {
      const parent = description.causedBy == null ? context.active() : contextOf(description.causedBy);
      const { name, kind, attributes } = description;
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, parent);
      const within = trace.setSpan(parent, span);
      const open = {
        set: (key: string, value: string | number) => void span.setAttribute(key, value),
        fail: (type: string) => fail(span, type),
        traceparent: traceparentOf(within),
      };
      return context.with(within, async () => {
        try {
          return await work(open);
        } catch (error) {
          fail(span, error instanceof Error ? error.name : 'unknown');
          throw error;
        } finally {
          span.end();
        }
      });
    },
    current: () => (trace.getActiveSpan() === undefined ? null : traceparentOf(context.active()) || null),
    logContext: () => {
      const at = trace.getActiveSpan()?.spanContext();
      return at === undefined ? null : { traceId: at.traceId, spanId: at.spanId };
    },
    close,
  };
}
