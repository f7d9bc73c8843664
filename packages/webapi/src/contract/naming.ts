/**
 * All names that Magento derives from other names, in one place: wire fields, SOAP services, operations and types,
 * Swagger operationIds and definitions, and message topics.
 */

const words = (name: string): string[] => name.split('_');
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `group_id` → `GroupId`, `fooBar` → `FooBar`, `foo-bar` → `Foo-bar`: how error messages name an unknown field. */
export const pascalCase = (name: string): string => words(name).map(upperFirst).join('');
/** `group_id` → `groupId`: the SOAP spelling. */
export const camelCase = (name: string): string => lowerFirst(pascalCase(name));
/** `groupId` → `group_id`, `ruleID` → `rule_i_d`: an underscore before every capital letter. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '_') + letter.toLowerCase());

/** The parts of a PHP interface name that count for derived names. */
function interfaceParts(service: string): string[] {
  const [vendor, module, ...rest] = service.split('\\');
  const segments = rest.filter((segment) => segment !== 'Api' && segment !== 'Service' && !/^V\d+$/.test(segment));
  const last = segments.length - 1;
  const names = segments.map((segment, index) => (index === last ? segment.replace(/Interface$/, '') : segment));
  return [...(vendor === 'Magento' ? [] : [vendor ?? '']), ...(module === names[0] ? [] : [module ?? '']), ...names];
}

/**
 * `Magento\Customer\Api\CustomerRepositoryInterface` → `customerCustomerRepositoryV1` (behaviour I2): without `Magento`,
 * without the module's name where the first part repeats it, without `Interface`, other vendors with their prefix.
 */
export function soapServiceName(service: string, version = 'V1'): string {
  return lowerFirst(interfaceParts(service).map(upperFirst).join('')) + version;
}

/** `customerCustomerRepositoryV1` + `getById` → `customerCustomerRepositoryV1GetById`. */
export const soapOperationName = (soapService: string, method: string): string => soapService + upperFirst(method);

/**
 * `GET`, `/V1/customers/:customerId` → `GetV1CustomersCustomerId`; hyphens go without a capital letter after them:
 * `/V1/guest-carts` → `GetV1Guestcarts` (recorded, behaviour H3).
 */
export function operationId(method: string, path: string): string {
  const segments = path.split('/').map((segment) => segment.replace(/^:/, '').replaceAll('-', ''));
  return upperFirst(method.toLowerCase()) + segments.map(upperFirst).join('');
}

/** The parts of a PHP data interface's name that count for derived names: without `Magento` and `Api`. */
function typeParts(type: string): string[] {
  const [vendor = '', module = '', ...rest] = type.split('\\').filter((segment) => segment !== '');
  const segments = rest.filter((segment) => segment !== 'Api');
  return [...(vendor === 'Magento' ? [] : [vendor]), module, ...segments];
}

/** `Magento\Customer\Api\Data\AddressInterface` → `customer-data-address-interface` (behaviour H4). */
export const definitionName = (type: string): string =>
  typeParts(type)
    .map((part) => part.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase())
    .join('-');

/** `Magento\Customer\Api\Data\AddressInterface` → `CustomerDataAddressInterface`: the type in a WSDL. */
export const soapTypeName = (type: string): string => typeParts(type).map(upperFirst).join('');

/** `CustomerDataAddressInterface` → `ArrayOfCustomerDataAddressInterface`, `string` → `ArrayOfString`. */
export const soapListName = (item: string): string => `ArrayOf${upperFirst(item)}`;

/** `async.magento.customer.api.customerrepositoryinterface.save.put` (behaviour G8). */
export const topicName = (service: string, operation: string, method: string): string =>
  `async.${service.replaceAll('\\', '.')}.${operation}.${method}`.toLowerCase();

/** `/V1/products/:sku` → `/V1/products/bySku`: the bulk form of a route (behaviour G3). */
export const bulkPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? `by${upperFirst(segment.slice(1))}` : segment))
    .join('/');
