import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface AttributeValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
}
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly resource: Readonly<Record<string, string | number>>;
}
export const KIND = { internal: 1, server: 2, client: 3, consumer: 5 };

interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}
interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<CollectedSpan, 'attributes' | 'resource'> & {
        attributes: readonly Attribute[];
      })[];
    }[];
  }[];
}

const record = (attributes: readonly Attribute[]): Record<string, string | number> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.doubleValue ?? Number(value.intValue)]),
  );

export interface TraceCollector {
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** As they came: type and bytes. */
  readonly posts: { readonly path: string; readonly type: string; readonly body: Buffer }[];
  /** The first span that fits, waited for. */
  readonly find: (what: string, fits: (span: CollectedSpan) => boolean) => Promise<CollectedSpan>;
}

/** Receives spans as a collector does (OTLP over HTTP). */
export async function withCollector(run: (collector: TraceCollector) => Promise<void>): Promise<void> {
  const spans: CollectedSpan[] = [];
  const posts: TraceCollector['posts'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const type = request.headers['content-type'] ?? '';
      posts.push({ path: request.url ?? '', type, body });
      if (type === 'application/json')
        for (const { resource, scopeSpans } of (JSON.parse(body.toString()) as OtlpBody).resourceSpans)
          for (const span of scopeSpans.flatMap((scope) => scope.spans))
            spans.push({ ...span, attributes: record(span.attributes), resource: record(resource.attributes) });
      response.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{}' : '');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const find: TraceCollector['find'] = async (what, fits) => {
    for (let tries = 0; tries < 150; tries++) {
      const span = spans.find(fits);
      if (span !== undefined) return span;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`no span ${what} among ${spans.map(({ name }) => name).join(', ')}`);
  };
  try {
    await run({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, posts, find });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
