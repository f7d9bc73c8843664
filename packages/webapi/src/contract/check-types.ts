import { requireGrantable } from '../access/grantable.ts';
import { ModuleError, shownValue } from '../module/module-error.ts';
import { AttributeType, ImageContent } from './framework-types.ts';
import { definitionName } from './naming.ts';
import { type DataType, type Field, typeName, type WireType } from './wire-types.ts';

/**
 * Looks at a type and all that it is made of.
 * @param module who uses it @param place where, for the message: `the argument "note" of …::save`
 */
export type TypeCheck = (module: string, place: string, type: WireType) => void;

const KINDS: readonly unknown[] = ['int', 'float', 'string', 'bool', 'mixed', 'void', 'list', 'data'];
/** Of PHP interfaces and of what is derived from them. */
export const PHP_NAME = /^\w+(?:\\\w+){2,}$/;

/**
 * Makes a check of types that remembers what it has seen, so that a name that means two things is found.
 * @param grantable the ids of the ACL tree
 * @returns throws ModuleError for what is no wire type, a name that cannot be one or is another type's, a resource that
 * nobody can be granted
 */
export function createTypeCheck(grantable: ReadonlySet<string>): TypeCheck {
  const seen = new Set<DataType>();
  const owners = new Map<string, { type: DataType; module: string }>();
  const check: TypeCheck = (module, place, type) => {
    if (!isWireType(type))
      throw new ModuleError(
        module,
        `${place} is ${shownValue(type)}, which is no wire type; take int, float, string, bool, boolean, mixed, nothing, list(…) or data(…).`,
      );
    if (type.kind === 'list') check(module, place, type.item);
    if (type.kind !== 'data' || seen.has(type)) return;
    seen.add(type);
    if (!PHP_NAME.test(type.name)) throw badName(module, 'data type', type.name, 'Data\\\\NoteInterface');
    checkOwner(module, type);
    for (const [name, field] of Object.entries(type.fields ?? {})) {
      const at = `the field "${name}" of ${type.name}`;
      checkField(module, at, field);
      check(module, at, field.type);
    }
  };
  const checkField = (module: string, at: string, field: Field): void => {
    if (typeof field !== 'object' || field === null || !('type' in field))
      throw new ModuleError(
        module,
        `${at} does not say whether every answer has it; write required(…) or optional(…) around its type.`,
      );
    if (field.aclToSee !== undefined) requireGrantable(module, at, field.aclToSee, grantable);
  };
  const checkOwner = (module: string, type: DataType): void => {
    const key = definitionName(type.name);
    const known = owners.get(key);
    if (known === undefined) owners.set(key, { type, module });
    else if (shapeOf(known.type) !== shapeOf(type))
      throw new ModuleError(
        module,
        `the data type ${type.name} is another one than ${known.type.name} of ${known.module}, and clients could not tell them apart; give yours another name.`,
      );
  };
  for (const type of [AttributeType, ImageContent]) check('Tessera', type.name, type);
  return check;
}

const isWireType = (type: WireType | null | undefined): boolean =>
  typeof type === 'object' && type !== null && KINDS.includes(type.kind);

/** Types of one name and one shape do no harm; what they consist of is compared by its own name. */
const shapeOf = ({ fields, customAttributes }: DataType): string =>
  JSON.stringify([
    customAttributes,
    ...Object.entries(fields).map(([name, { type, required, readOnly, writeOnly, aclToSee }]) => [
      name,
      isWireType(type) ? typeName(type) : null,
      [required, readOnly, writeOnly, aclToSee],
    ]),
  ]);

/** A name without its backslashes most often: in a text they have to be doubled. */
export const badName = (module: string, kind: string, name: unknown, example: string): ModuleError =>
  new ModuleError(
    module,
    `${shownValue(name)} cannot be the name of a ${kind}; write it with doubled backslashes, for example 'Acme\\\\Notes\\\\Api\\\\${example}'.`,
  );
