// The bound: a bare node:http server with the same reads (customer, addresses) from the same database file or server,
// answering the same JSON. No authentication, no routing, no checks.
//   node bench/bare-server.ts PORT sqlite FILE | postgres URL
import { createServer } from 'node:http';
import Database from 'better-sqlite3';
import pg from 'pg';

interface Row {
  [column: string]: string | number | null;
}
type Read = (id: number) => Promise<[Row | undefined, Row[]]> | [Row | undefined, Row[]];

const CUSTOMER = 'select * from customer where id = ';
const ADDRESSES = 'select * from customer_address where customer_id = ';

function sqliteRead(file: string): Read {
  const database = new Database(file, { readonly: true });
  database.pragma('mmap_size = 268435456');
  const customer = database.prepare(`${CUSTOMER}?`);
  const addresses = database.prepare(`${ADDRESSES}? order by id`);
  return (id) => [customer.get(id) as Row | undefined, addresses.all(id) as Row[]];
}

function postgresRead(url: string): Read {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  return async (id) => {
    const [customer, addresses] = await Promise.all([
      pool.query({ name: 'c', text: `${CUSTOMER}$1`, values: [id] }),
      pool.query({ name: 'a', text: `${ADDRESSES}$1 order by id`, values: [id] }),
    ]);
    return [customer.rows[0] as Row | undefined, addresses.rows as Row[]];
  };
}

const withValues = (entries: Record<string, unknown>): Record<string, unknown> => {
  for (const name of Object.keys(entries))
    if (entries[name] === null || entries[name] === undefined) delete entries[name];
  return entries;
};

function shape(customer: Row, addresses: Row[]): unknown {
  return withValues({
    id: customer['id'],
    group_id: customer['group_id'],
    default_billing: customer['default_billing'] === null ? null : String(customer['default_billing']),
    default_shipping: customer['default_shipping'] === null ? null : String(customer['default_shipping']),
    created_at: customer['created_at'],
    updated_at: customer['updated_at'],
    created_in: customer['created_in'],
    dob: customer['dob'],
    email: customer['email'],
    firstname: customer['firstname'],
    lastname: customer['lastname'],
    middlename: customer['middlename'],
    gender: customer['gender'],
    store_id: customer['store_id'],
    website_id: customer['website_id'],
    addresses: addresses.map((address) =>
      withValues({
        id: address['id'],
        customer_id: address['customer_id'],
        region: {
          region_code: address['region_code'],
          region: address['region'],
          region_id: address['region_id'] ?? 0,
        },
        region_id: address['region_id'] ?? 0,
        country_id: address['country_id'],
        street: String(address['street'] ?? '').split('\n'),
        company: address['company'],
        telephone: address['telephone'],
        postcode: address['postcode'],
        city: address['city'],
        firstname: address['firstname'],
        lastname: address['lastname'],
        default_shipping: customer['default_shipping'] === address['id'] ? true : null,
        default_billing: customer['default_billing'] === address['id'] ? true : null,
      }),
    ),
    disable_auto_group_change: customer['disable_auto_group_change'],
    extension_attributes: { is_subscribed: customer['is_subscribed'] === 1 },
  });
}

const [port = '0', dialect = 'sqlite', location = ''] = process.argv.slice(2);
const read = dialect === 'sqlite' ? sqliteRead(location) : postgresRead(location);
createServer(async (request, response) => {
  const id = Number(/\/customers\/(\d+)/.exec(request.url ?? '')?.[1]);
  const [customer, addresses] = await read(id);
  const body = customer === undefined ? '{}' : JSON.stringify(shape(customer, addresses));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}).listen(Number(port), '127.0.0.1', () => console.log('listening'));
