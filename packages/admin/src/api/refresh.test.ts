import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { refresh } from './refresh.ts';

/** A list on a server that answers when it is let. */
function slowList() {
  let stored = 'before';
  const answers: (() => void)[] = [];
  return {
    change: (to: string): void => {
      stored = to;
    },
    /** Reads at once, answers later. */
    read: (): Promise<string> => {
      const found = stored;
      return new Promise((resolve) => answers.push(() => resolve(found)));
    },
    answer: (index: number): void => answers[index]?.(),
    reads: (): number => answers.length,
  };
}
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

for (const had of [undefined, 'long ago'])
  test(`a read that began before a change does not stand for what is there after it (${had ?? 'nothing'} shown)`, async () => {
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
    const list = slowList();
    if (had !== undefined) client.setQueryData(['list', 1], had, { updatedAt: 1 });
    const shown: (string | undefined)[] = [];
    const observer = new QueryObserver<string>(client, { queryKey: ['list', 1], queryFn: list.read });
    const stop = observer.subscribe(({ data }) => shown.push(data));
    await settled();
    list.change('after');
    const fresh = refresh(client, { queryKey: ['list'] });
    await settled();
    assert.equal(list.reads(), 2);
    list.answer(1);
    await fresh;
    list.answer(0);
    await settled();
    stop();
    client.clear();
    assert.equal(shown.at(-1), 'after');
    assert.ok(!shown.includes('before'));
  });

test('what nobody looks at is read again when somebody does', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
  const query = { queryKey: ['list', 1], queryFn: () => Promise.resolve('anew') };
  client.setQueryData(query.queryKey, 'old');
  await refresh(client, { queryKey: ['list'] });
  assert.equal(client.getQueryData(query.queryKey), 'old');
  assert.equal(await client.fetchQuery(query), 'anew');
  client.clear();
});
