import { type Call, callAs, type Ports, type StoreScope } from '../src/access/call.ts';
import { ALL_GRANTS, type Caller, GUEST, grantsOf } from '../src/access/caller.ts';
import { readCriteria, SearchCriteria, searchResults } from '../src/contract/search-criteria.ts';
import { implement, maybe, operation, service } from '../src/contract/service.ts';
import {
  boolean,
  data,
  float,
  type Input,
  int,
  list,
  nothing,
  type Output,
  optional,
  required,
  string,
} from '../src/contract/wire-types.ts';
import { noSuchEntity } from '../src/errors/catalogue.ts';
import { problem } from '../src/errors/problem.ts';
import type { HttpRequest, HttpResponse } from '../src/http/message.ts';
import { createKernel, type Kernel } from '../src/kernel.ts';
import { defineModule } from '../src/module/module.ts';
import { allow, anonymous, del, get, post, put, self } from '../src/routing/route.ts';

// A third party's module with one of everything, for the tests of the bindings that derive documents from contracts.

const Author = data('Acme\\Books\\Api\\Data\\AuthorInterface', {
  name: required(string),
  pupils: optional(list(string), { description: 'Whom the author taught' }),
});
export const Book = data(
  'Acme\\Books\\Api\\Data\\BookInterface',
  {
    id: optional(int),
    title: required(string),
    price: required(float),
    in_stock: required(boolean),
    main_author: optional(Author),
    authors: required(list(Author)),
    key_words: optional(list(string)),
    review_count: optional(int, { readOnly: true }),
    secret_note: optional(string, { writeOnly: true }),
    extension_attributes: optional(
      data('Acme\\Books\\Api\\Data\\BookExtensionInterface', {
        shelf: optional(string),
        cost: optional(float, { aclToSee: 'Acme_Books::costs' }),
      }),
    ),
  },
  { customAttributes: true },
);
const BookList = searchResults('Acme\\Books\\Api\\Data\\BookSearchResultsInterface', Book);

export const BookRepository = service('Acme\\Books\\Api\\BookRepositoryInterface', {
  getById: operation({ bookId: int }, Book, 'One book.'),
  getList: operation({ searchCriteria: SearchCriteria }, BookList),
  save: operation({ book: Book, comment: maybe(string) }, Book),
  deleteById: operation({ bookId: int }, boolean),
  reindex: operation({ full: boolean }, nothing),
});
export const BookInformation = service('Acme\\Books\\Api\\BookInformationInterface', {
  count: operation({ prefixes: maybe(list(string)) }, int),
  motto: operation({}, string),
});
const BookKeeping = service('Acme\\Books\\Api\\BookKeepingInterface', {
  close: operation({ note: string }, boolean),
});

export const soldOut = problem('sold_out', 400, 'Of "%1" only %2 are left.', 'Test.');

type StoredBook = Output<typeof Book>;
export const stored: StoredBook = {
  id: 1,
  title: 'Faust & <Co>',
  price: 12.5,
  in_stock: true,
  authors: [{ name: 'Goethe', pupils: ['Eckermann'] }],
  key_words: [],
  extension_attributes: { shelf: 'A1', cost: 3 },
  custom_attributes: [{ attribute_code: 'binding', value: 'cloth' }],
};

export interface BookShop {
  readonly kernel: Kernel;
  /** What `save` was last given. */
  readonly saved: { readonly book: Input<typeof Book> | null; readonly comment: string | undefined };
  readonly faults: unknown[];
}

const STORES: Readonly<Record<string, StoreScope>> = {
  default: { id: 1, code: 'default', websiteId: 1, groupId: 1 },
  all: { id: 0, code: 'admin', websiteId: 0, groupId: 0 },
};

/** Bearer words of the tests: who they stand for. */
const CALLERS: Readonly<Record<string, Caller>> = {
  admin: { kind: 'admin', id: 1, username: 'admin', roleId: 1, grants: ALL_GRANTS, proof: 'token' },
  clerk: {
    kind: 'admin',
    id: 2,
    username: 'clerk',
    roleId: 2,
    grants: grantsOf(['Acme_Books::read']),
    proof: 'token',
  },
  customer: { kind: 'customer', id: 7, websiteId: 1, storeId: 1, groupId: 1, proof: 'token' },
};

/** A kernel that serves books. */
export function bookShop(basePath = ''): BookShop {
  const saved: { book: Input<typeof Book> | null; comment: string | undefined } = { book: null, comment: undefined };
  const faults: unknown[] = [];
  const find = (bookId: number): StoredBook => {
    if (bookId === 13) throw new Error('the shelf fell over');
    if (bookId === 14) throw soldOut(['Faust', 3]);
    if (bookId !== 1) throw noSuchEntity({ fieldName: 'bookId', fieldValue: bookId });
    return stored;
  };
  const module = defineModule({
    name: 'Acme_Books',
    services: [
      implement(BookRepository, {
        getById: ({ bookId }) => find(bookId),
        getList: ({ searchCriteria }) => {
          const criteria = readCriteria(searchCriteria);
          return { items: [stored], search_criteria: criteria.echo as never, total_count: 1 };
        },
        save: ({ book, comment }) => {
          Object.assign(saved, { book, comment });
          return { ...stored, ...(book as Partial<StoredBook>) };
        },
        deleteById: ({ bookId }) => find(bookId) === stored,
        reindex: () => undefined,
      }),
      implement(BookInformation, {
        count: ({ prefixes }) => prefixes?.length ?? 0,
        motto: () => 'Habent sua fata libelli',
      }),
      implement(BookKeeping, { close: () => true }),
    ],
    routes: [
      get('/V1/books/:bookId', BookRepository.getById, allow('Acme_Books::read')),
      put('/V1/books/:id', BookRepository.save, allow('Acme_Books::write')),
      post('/V1/books', BookRepository.save, allow('Acme_Books::write')),
      get('/V1/books/mine', BookRepository.getById, self({ bookId: '%customer_website_id%' }), {
        soapOperation: 'getMine',
      }),
      get('/V1/books', BookRepository.getList, allow('Acme_Books::read')),
      del('/V1/books/:bookId', BookRepository.deleteById, allow('Acme_Books::write')),
      post('/V1/books/re-index', BookRepository.reindex, allow('Acme_Books::write'), { synchronousOnly: true }),
      get('/V1/book-count', BookInformation.count, anonymous),
      get('/V1/book-number', BookInformation.count, anonymous, { since: '2.4-develop' }),
      get('/V1/book-motto', BookInformation.motto, anonymous),
      post('/V1/book-keeping', BookKeeping.close, allow('Acme_Books::write'), { extension: true }),
    ],
    callers: [
      {
        name: 'words',
        order: { rest: 1, soap: 1 },
        identify: (request) => CALLERS[request.headers['authorization']?.replace('Bearer ', '') ?? ''] ?? null,
      },
    ],
  });
  const kernel = createKernel([module], [], {
    basePath,
    storeByCode: (code) => STORES[code] ?? null,
    defaultStore: () => STORES['default'] as StoreScope,
    openCall: (request, store, binding) =>
      callAs({} as Call, {
        caller: GUEST,
        store,
        binding,
        requestId: 'r',
        responseHeaders: {},
        userAgent: '',
        settings: { get: () => '' as never, text: () => null, at: () => null as never, declared: new Map() },
        baseUrl: `${request.scheme}://${request.host}${basePath}/`,
      }),
    lent: {} as Ports,
    reportFault: (fault) => {
      faults.push(fault);
      return 'webapi-0';
    },
  });
  return { kernel, saved, faults };
}

export interface Sent {
  readonly method?: string;
  readonly as?: 'admin' | 'clerk' | 'customer';
  readonly host?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to the shop. */
export function toShop(url: string, sent: Sent = {}): HttpRequest {
  const body = Buffer.from(sent.body ?? '');
  return {
    method: sent.method ?? (sent.body === undefined ? 'GET' : 'POST'),
    url,
    headers: {
      ...(sent.as === undefined ? {} : { authorization: `Bearer ${sent.as}` }),
      ...(sent.body === undefined ? {} : { 'content-length': String(body.length) }),
      ...sent.headers,
    },
    body: async () => body,
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: sent.host ?? 'shop.example',
  };
}

/** The body of an answer as JSON. */
export const jsonOf = (response: HttpResponse): Record<string, never> => JSON.parse(String(response.body));
