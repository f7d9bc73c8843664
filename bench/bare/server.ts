// The bound: a bare node:http server that executes the same prepared statements on the same database and answers the
// same JSON. No authentication, no routing, no checks, no log.
//   node bench/bare/server.ts PORT sqlite FILE|postgres URL [PROCESSES [tuned]]
import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { create, read, search, update } from './answers.ts';
import { openStore, type Store } from './store.ts';

const [port = '0', dialect = 'sqlite', location = '', processes = '1', tuned = ''] = process.argv.slice(2);

async function bodyOf(request: IncomingMessage): Promise<{ email: string; firstname: string; lastname: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()).customer;
}

async function answer(store: Store, request: IncomingMessage): Promise<unknown> {
  const url = request.url ?? '';
  const id = Number(/\/customers\/(\d+)/.exec(url)?.[1]);
  if (request.method === 'POST') return create(store, await bodyOf(request));
  if (request.method === 'PUT') return update(store, id, await bodyOf(request));
  if (!Number.isNaN(id)) return read(store, id);
  return search(store, decodeURIComponent(/\[value\]=([^&]*)/.exec(url)?.[1] ?? ''));
}

function serve(): void {
  const store = openStore(dialect, location, tuned !== '');
  createServer(async (request, response) => {
    const body = JSON.stringify(await answer(store, request));
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  }).listen(Number(port), '127.0.0.1', () => {
    if (cluster.isPrimary) console.log('listening');
  });
}

if (cluster.isWorker || processes === '1') {
  serve();
} else {
  await Promise.all(Array.from({ length: Number(processes) }, () => once(cluster.fork(), 'listening')));
  console.log('listening');
  process.once('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill();
    process.exit();
  });
}
