import {
  data,
  int,
  maybe,
  operation,
  optional,
  required,
  SearchCriteria,
  searchResults,
  service,
  string,
} from '@tessera/webapi';

/** The points of one customer. */
export const Balance = data('Acme\\Loyalty\\Api\\Data\\BalanceInterface', {
  customer_id: required(int),
  points: required(int),
  updated_at: optional(string),
});

export const BalanceSearchResults = searchResults('Acme\\Loyalty\\Api\\Data\\BalanceSearchResultsInterface', Balance);

export const LoyaltyManagement = service('Acme\\Loyalty\\Api\\LoyaltyManagementInterface', {
  getBalance: operation({ customerId: int }, Balance, 'The points of a customer; 0 for one who never had any.'),
  addPoints: operation(
    { customerId: int, points: int, reason: maybe(string) },
    Balance,
    'Adds points, or takes them with a negative number.',
  ),
  getList: operation({ searchCriteria: SearchCriteria }, BalanceSearchResults, 'Customers with points.'),
});
