// A stream of writes during a fault: what was acknowledged, what the callers saw, and whether all of it is there.
const WRITERS = 4;
const PATIENCE_MS = 10_000;

export interface Seen {
  readonly acknowledged: readonly string[];
  /** Answers that were not 200, and what came instead of an answer, with how often. */
  readonly troubles: ReadonlyMap<string, number>;
  readonly longestMilliseconds: number;
  /** From the end of the fault until no writer had trouble any more. */
  readonly normalAfterMilliseconds: number;
}

const address = (city: string): unknown => ({
  firstname: 'K',
  lastname: 'K',
  street: ['1'],
  city,
  postcode: '1',
  telephone: '1',
  country_id: 'DE',
  default_billing: true,
});

/** What a caller sees when there is no answer. */
const withoutAnswer = (error: unknown): string => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError') return `no answer in ${PATIENCE_MS / 1000} s`;
  return cause?.code === 'ECONNREFUSED' ? 'connection refused' : 'connection lost';
};

/**
 * Writes customers while something happens.
 * @param happen gets a function to be called when the fault is over, and resolves when writing may stop
 */
export async function writeDuring(
  base: string,
  token: string,
  happen: (over: () => void) => Promise<void>,
): Promise<Seen> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const acknowledged: string[] = [];
  const troubles = new Map<string, number>();
  let running = true;
  let overAt = Number.NaN;
  let lastTrouble = 0;
  let firstGood = Number.NaN;
  let longest = 0;
  let n = 0;
  const write = async (): Promise<void> => {
    while (running) {
      const email = `w${n++}@example.com`;
      const customer = { email, firstname: 'K', lastname: 'K', addresses: [address(email), address(email)] };
      const began = performance.now();
      const outcome = await fetch(`${base}/rest/V1/customers`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ customer }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).then(async (response) => {
        const text = await response.text();
        return response.status === 200 ? 'ok' : `${response.status} ${messageOf(text)}`;
      }, withoutAnswer);
      const now = performance.now();
      longest = Math.max(longest, now - began);
      if (outcome === 'ok') {
        acknowledged.push(email);
        if (began >= overAt && Number.isNaN(firstGood)) firstGood = now;
      } else {
        troubles.set(outcome, (troubles.get(outcome) ?? 0) + 1);
        lastTrouble = now;
        await new Promise((soon) => setTimeout(soon, 20));
      }
    }
  };
  const writers = Array.from({ length: WRITERS }, write);
  await happen(() => {
    overAt = performance.now();
  });
  running = false;
  await Promise.all(writers);
  const normalAfter = Math.max(lastTrouble, firstGood) - overAt;
  return {
    acknowledged,
    troubles,
    longestMilliseconds: longest,
    normalAfterMilliseconds: lastTrouble <= overAt ? 0 : normalAfter,
  };
}

function messageOf(text: string): string {
  try {
    // A report's number is another each time.
    return (JSON.parse(text) as { message: string }).message.replace(/webapi-\w+/, '…');
  } catch {
    return text.slice(0, 80);
  }
}

interface Customer {
  readonly email: string;
  readonly addresses: readonly { readonly city: string }[];
}

/** Looks for every acknowledged write, and for customers that were written in part. */
export async function whatIsThere(
  base: string,
  token: string,
  acknowledged: readonly string[],
): Promise<{ lost: number; halfWritten: number }> {
  const found = new Map<string, Customer>();
  for (let page = 1; ; page++) {
    const query = `searchCriteria[pageSize]=200&searchCriteria[currentPage]=${page}`;
    const response = await fetch(`${base}/rest/V1/customers/search?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.status !== 200)
      throw new Error(`the customers cannot be read: ${response.status} ${await response.text()}`);
    const { items, total_count } = (await response.json()) as { items: Customer[]; total_count: number };
    for (const customer of items) found.set(customer.email, customer);
    if (page * 200 >= total_count) break;
  }
  const whole = ({ email, addresses }: Customer): boolean =>
    addresses.length === 2 && addresses.every(({ city }) => city === email);
  return {
    lost: acknowledged.filter((email) => !found.has(email)).length,
    halfWritten: [...found.values()].filter((customer) => !whole(customer)).length,
  };
}
