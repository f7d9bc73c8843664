import type { Call, OpenSpan, SpanDescription } from '@tessera/webapi';
import type { OutgoingAnswer, OutgoingRequest } from './message.ts';

/**
 * Of the address only the host: path and query of a callback or webhook are somebody's secret often enough.
 * (OpenTelemetry's conventions for HTTP clients.)
 */
function description({ method, url }: OutgoingRequest): SpanDescription {
  const { hostname, port, protocol } = new URL(url);
  return {
    name: method,
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'url.scheme': protocol.slice(0, -1),
    },
  };
}

function conclude(span: OpenSpan, answer: OutgoingAnswer): void {
  if (answer.ok) span.set('http.response.status_code', answer.status);
  if (!answer.ok) span.fail(answer.failure);
  else if (answer.status >= 400) span.fail(String(answer.status));
}

/** Sends a request within a span of its own, and tells the other side which; without tracing it is just sent. */
export async function inClientSpan(
  { ports: { tracing } }: Pick<Call, 'ports'>,
  request: OutgoingRequest,
  transmit: (request: OutgoingRequest) => Promise<OutgoingAnswer>,
): Promise<OutgoingAnswer> {
  if (tracing === undefined) return transmit(request);
  return tracing.inSpan(description(request), async (span) => {
    const headers = { ...request.headers, traceparent: span.traceparent };
    const answer = await transmit({ ...request, headers });
    conclude(span, answer);
    return answer;
  });
}
