import type { RawCall, Send } from './call.ts';
import { type Criteria, criteria as everything } from './criteria.ts';
import type { Answer, Item, ListRoute } from './routes.ts';

type ListCall = Omit<RawCall, 'body' | 'criteria'>;

export interface PageApi {
  /**
   * Pages of a list, one after the other; the next is fetched while the caller works on this one. The order is made
   * stable: what the criteria do not sort by an id is sorted by one as well.
   */
  readonly pages: <P extends ListRoute>(
    route: P,
    criteria?: Criteria,
    call?: ListCall,
  ) => AsyncGenerator<Answer<'GET', P>, void, void>;
  /** All entries of a list. */
  readonly each: <P extends ListRoute>(
    route: P,
    criteria?: Criteria,
    call?: ListCall,
  ) => AsyncGenerator<Item<P>, void, void>;
}

const DEFAULT_PAGE_SIZE = 200;

/** The column that numbers the entries, where it is not `entity_id`. */
const ID_FIELDS: Readonly<Record<string, string>> = {
  '/V1/customerGroups/search': 'customer_group_id',
  '/V1/cmsPage/search': 'page_id',
  '/V1/cmsBlock/search': 'block_id',
  '/V1/coupons/search': 'coupon_id',
  '/V1/salesRules/search': 'rule_id',
  '/V1/taxRates/search': 'tax_calculation_rate_id',
  '/V1/taxRules/search': 'tax_calculation_rule_id',
  '/V1/taxClasses/search': 'class_id',
  '/V1/products/attributes': 'attribute_id',
  '/V1/bulk': 'id',
  '/V1/bulks': 'bulk_id',
  // Tessera's own.
  '/V1/adminRoles': 'id',
  '/V1/adminUsers': 'id',
  '/V1/auditLog': 'id',
  '/V1/integrations': 'id',
  '/V1/integrations/:id/access-log': 'id',
  '/V1/webhooks/:id/deliveries': 'id',
};

interface Page {
  /** Missing or null where `fields` leaves nothing of an empty list. */
  readonly items?: readonly unknown[] | null;
  readonly total_count: number;
}

export function pageApi(answer: Send): PageApi {
  async function* pages(route: string, given: Criteria = everything(), call: ListCall = {}): AsyncGenerator<Page> {
    const pageSize = given.parts.pageSize ?? DEFAULT_PAGE_SIZE;
    const stable = stably(given, ID_FIELDS[route] ?? 'entity_id').pageSize(pageSize);
    const load = (page: number) => answer('GET', route, { ...call, criteria: stable.page(page) }) as Promise<Page>;
    let page = given.parts.page ?? 1;
    let next: Promise<Page> | null = load(page);
    while (next !== null) {
      const current: Page = await next;
      // Older stores repeat the last page for ever, so the count decides as well.
      const { length } = current.items ?? [];
      const isLast = length < pageSize || page * pageSize >= current.total_count;
      next = isLast ? null : load(++page);
      // It is awaited in the next round; until then a failure must not count as unhandled.
      next?.catch(() => {});
      if (length > 0 || page === 1) yield current;
    }
  }
  async function* each(route: string, given?: Criteria, call?: ListCall): AsyncGenerator<unknown> {
    for await (const page of pages(route, given, call)) yield* page.items ?? [];
  }
  return { pages: pages as PageApi['pages'], each: each as PageApi['each'] };
}

function stably(criteria: Criteria, idField: string): Criteria {
  return criteria.parts.sort.some(([field]) => field === idField) ? criteria : criteria.sortBy(idField);
}
