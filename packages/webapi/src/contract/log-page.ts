import { type Criteria, pageTooLarge } from './search-criteria.ts';

const PAGE = 50;
const LARGEST_PAGE = 500;

/**
 * How a log is read: a page at a time, also where none was asked for, and the last first unless the criteria say
 * otherwise. A larger page is refused rather than cut, since whoever counts on its size would take it for the last.
 * @throws WebapiError `page_too_large`
 */
export function logPage(criteria: Criteria): Criteria {
  const pageSize = criteria.pageSize ?? PAGE;
  if (pageSize > LARGEST_PAGE) throw pageTooLarge({ max: LARGEST_PAGE });
  return {
    ...criteria,
    pageSize,
    sort: criteria.sort.length > 0 ? criteria.sort : [{ field: 'id', direction: 'DESC' }],
  };
}
