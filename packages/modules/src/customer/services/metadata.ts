import { type Call, implement, noSuchEntity, noSuchEntityWithTwoFields } from '@tessera/webapi';
import { type AttributeEntity, type AttributeRow, BUILT_IN_ATTRIBUTES, DEFAULTS } from '../attribute-metadata.ts';
import { type Option, optionsFrom } from '../attribute-options.ts';
import { AddressMetadata, CustomerMetadata } from '../contract/metadata.ts';
import { type CustomerAttribute, customerAttributes } from '../customer-attributes.ts';

/** How an attribute that a module declares is described. */
const declared = ({ code, label }: CustomerAttribute, index: number): AttributeRow => ({
  attribute_code: code,
  label,
  frontend_input: 'text',
  backend_type: 'varchar',
  sort_order: LAST_SORT_ORDER + index,
  visible: true,
  user_defined: true,
  system: false,
  forms: ['adminhtml_customer', 'customer_account_create', 'customer_account_edit'],
});
const LAST_SORT_ORDER = 200;

const attributesOf = (entity: AttributeEntity, call: Call): readonly AttributeRow[] =>
  entity === 'customer'
    ? [...BUILT_IN_ATTRIBUTES.customer, ...customerAttributes(call).map(declared)]
    : BUILT_IN_ATTRIBUTES[entity];

const onTheWire = (row: AttributeRow, call: Call) => ({
  ...DEFAULTS,
  ...row,
  store_label: row.label,
  frontend_label: row.label,
  validation_rules: (row.validation_rules ?? []).map((rule) => ({ ...rule })),
  options: row.options_from === undefined ? (row.options ?? []).map(copyOf) : optionsFrom(row.options_from, call),
});
const copyOf = (option: Option): Option => ({ ...option });

/** The two services are one, for two kinds of entity. */
const metadataOf = (entity: AttributeEntity) => ({
  getAllAttributesMetadata: (_: unknown, call: Call) => attributesOf(entity, call).map((row) => onTheWire(row, call)),

  getCustomAttributesMetadata: (_: unknown, call: Call) =>
    attributesOf(entity, call)
      .filter((row) => row.user_defined === true)
      .map((row) => onTheWire(row, call)),

  getAttributes: ({ formCode }: { formCode: string }, call: Call) => {
    const rows = attributesOf(entity, call).filter((row) => row.forms?.includes(formCode));
    if (rows.length === 0) throw noSuchEntity({ fieldName: 'formCode', fieldValue: formCode });
    return rows.map((row) => onTheWire(row, call));
  },

  getAttributeMetadata: ({ attributeCode }: { attributeCode: string }, call: Call) => {
    const row = attributesOf(entity, call).find((entry) => entry.attribute_code === attributeCode);
    if (row === undefined)
      throw noSuchEntityWithTwoFields({
        fieldName: 'entityType',
        fieldValue: entity,
        field2Name: 'attributeCode',
        field2Value: attributeCode,
      });
    return { ...onTheWire(row, call), sort_order: row.sort_order_alone ?? row.sort_order };
  },
});

export const customerMetadata = implement(CustomerMetadata, metadataOf('customer'));
export const addressMetadata = implement(AddressMetadata, metadataOf('customer_address'));
