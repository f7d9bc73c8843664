/** The tax classes of a fresh installation. */
interface TaxClass {
  readonly name: string;
  readonly type: 'CUSTOMER' | 'PRODUCT';
}
const TAX_CLASSES: ReadonlyMap<number, TaxClass> = new Map([
  [2, { name: 'Taxable Goods', type: 'PRODUCT' }],
  [3, { name: 'Retail Customer', type: 'CUSTOMER' }],
]);

/** Tax class of groups that name none. */
export const DEFAULT_TAX_CLASS = 3;
export const taxClassName = (id: number): string | null => TAX_CLASSES.get(id)?.name ?? null;
export const isCustomerTaxClass = (id: number): boolean => TAX_CLASSES.get(id)?.type === 'CUSTOMER';
