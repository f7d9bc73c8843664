import { camelCase, snakeCase } from './naming.ts';
import type { Parameters } from './service.ts';
import type { WireType } from './wire-types.ts';

/** Whether a dotted path (`customerId`, `customer.website_id`) leads to an argument of an operation or into one. */
export function leadsToArgument(parameters: Parameters, path: string): boolean {
  const [head = '', ...rest] = path.split('.');
  const name = Object.hasOwn(parameters, head)
    ? head
    : Object.keys(parameters).find((parameter) => snakeCase(parameter) === head);
  const parameter = name === undefined ? undefined : parameters[name];
  return parameter !== undefined && leadsInto(parameter.type, rest);
}

function leadsInto(type: WireType, [head, ...rest]: readonly string[]): boolean {
  if (head === undefined || type.kind === 'mixed') return true;
  if (type.kind !== 'data') return false;
  const spelling = snakeCase(head);
  if (type.customAttributes && spelling === 'custom_attributes') return true;
  const found = Object.entries(type.fields).find(
    ([name]) => name === head || name === spelling || camelCase(name) === head,
  );
  return found !== undefined && leadsInto(found[1].type, rest);
}
