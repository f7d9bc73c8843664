import type { DataType, WireType } from './wire-types.ts';

/** Whether the caller of this answer holds an ACL resource; extension attributes may ask for one. */
export type Visible = (resource: string) => boolean;
/** Shapes the result of an operation as its declared type says; what is not declared never leaves the server. */
export type Projector = (value: unknown, visible: Visible) => unknown;
type Plain = Readonly<Record<string, unknown>>;

const compiled = new WeakMap<WireType, Projector>();

/** Compiles the projector of a type; one closure per type, made once. */
export function projectorOf(type: WireType): Projector {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  let ready: Projector | undefined;
  compiled.set(type, (value, visible) => (ready as Projector)(value, visible));
  ready = compile(type);
  compiled.set(type, ready);
  return ready;
}

function compile(type: WireType): Projector {
  switch (type.kind) {
    case 'int':
    case 'float':
      return (value) => (typeof value === 'number' ? value : value === null ? null : Number(value));
    case 'string':
      return (value) => (typeof value === 'string' || value === null ? value : String(value));
    case 'bool':
      return (value) => (value === null ? null : value === true || value === 1 || value === '1');
    case 'mixed':
      return (value) => value;
    case 'void':
      return () => [];
    case 'list': {
      const item = projectorOf(type.item);
      return (value, visible) => (Array.isArray(value) ? value.map((entry) => item(entry, visible)) : (value ?? null));
    }
    case 'data':
      return compileData(type);
  }
}

function compileData(type: DataType): Projector {
  const fields = Object.entries(type.fields)
    .filter(([, field]) => field.writeOnly !== true)
    .map(([name, field]) => ({
      name,
      required: field.required,
      aclToSee: field.aclToSee,
      project: projectorOf(field.type),
      omitEmpty: name === 'extension_attributes',
    }));
  return (value, visible) => {
    // "Object or nothing" results are an empty list in PHP (observed: billingAddress, coupons).
    if (value === null || value === undefined) return [];
    const from = value as Plain;
    const result: Record<string, unknown> = {};
    for (const field of fields) {
      const entry = from[field.name];
      if (entry === undefined || entry === null) {
        if (field.required) result[field.name] = null;
        continue;
      }
      if (field.aclToSee !== undefined && !visible(field.aclToSee)) continue;
      const projected = field.project(entry, visible);
      if (field.omitEmpty && Object.keys(projected as object).length === 0) continue;
      result[field.name] = projected;
    }
    const custom = from['custom_attributes'];
    if (type.customAttributes && Array.isArray(custom) && custom.length > 0) result['custom_attributes'] = custom;
    return result;
  };
}
