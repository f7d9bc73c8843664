import { shape } from './shape.ts';
import { ADDRESSES, BY_EMAIL, CUSTOMER, DEFAULTS, INSERT, LOG, type Row, UPDATE } from './statements.ts';
import type { Run, Store } from './store.ts';

interface Given {
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
}

const rowsOf = async (run: Run, id: number): Promise<readonly [Row | undefined, Row[]]> => {
  const [customer, addresses] = [run(CUSTOMER, [id]), run(ADDRESSES, [id])];
  if (Array.isArray(customer) && Array.isArray(addresses)) return [customer[0], addresses];
  const [[first], rest] = await Promise.all([customer, addresses]);
  return [first, rest];
};

/** A customer with addresses. */
export async function read({ run }: Pick<Store, 'run'>, id: number): Promise<unknown> {
  const [customer, addresses] = await rowsOf(run, id);
  return customer === undefined ? {} : shape(customer, addresses);
}

/** The customers with an e-mail address. */
export async function search({ run }: Store, email: string): Promise<unknown> {
  const customers = await run(BY_EMAIL, [email]);
  const items = await Promise.all(
    customers.map(async (customer) => shape(customer, await run(ADDRESSES, [customer['id'] as number]))),
  );
  return { items, total_count: items.length };
}

const log = (run: Run, method: string, id: number, given: Given) =>
  run(LOG, [
    ...[Date.now(), 'admin', 1, 'admin', null, null, '127.0.0.1', 'request', 'rest', method, '/V1/customers'],
    ...['save', 'customer', String(id), 0, 'ok', JSON.stringify(given)],
  ]);
const now = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ');

/** The statements of an update: what was there, whose the address is, the change, its entry in the audit log. */
export const update = ({ transaction }: Store, id: number, given: Given): Promise<unknown> =>
  transaction(async (run) => {
    const [customer] = await rowsOf(run, id);
    if (customer === undefined) return {};
    await run(BY_EMAIL, [given.email]);
    await run(UPDATE, [given.email, given.firstname, given.lastname, now(), id]);
    await run(DEFAULTS, [customer['default_billing'] ?? null, customer['default_shipping'] ?? null, id]);
    const saved = await read({ run }, id);
    await log(run, 'PUT', id, given);
    return saved;
  });

/** The statements of a new customer. */
export const create = ({ transaction }: Store, given: Given): Promise<unknown> =>
  transaction(async (run) => {
    await run(BY_EMAIL, [given.email]);
    const at = now();
    const [inserted] = await run(INSERT, [
      ...[1, 1, 1, given.email, given.firstname, given.lastname, 'Default Store View', at, at, 0, 0],
    ]);
    const id = Number(inserted?.['id']);
    await run(DEFAULTS, [null, null, id]);
    const saved = await read({ run }, id);
    await log(run, 'POST', id, given);
    return saved;
  });
