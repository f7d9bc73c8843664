import {
  bool,
  type DataType,
  data,
  type Field,
  int,
  type ListType,
  list,
  maybe,
  operation,
  optional,
  required,
  type StringType,
  service,
  string,
} from '@tessera/webapi';

type OptionFields = {
  readonly label: Field<StringType, true>;
  readonly value: Field<StringType, false>;
  readonly options: Field<ListType<DataType<OptionFields>>, false>;
};
/** A choice of a select attribute; groups of choices (stores below websites) have no value. */
export const AttributeOption: DataType<OptionFields> = data('Magento\\Customer\\Api\\Data\\OptionInterface', {
  label: required(string),
  value: optional(string),
  // An option holds options: the getter is read once the type exists.
  get options(): OptionFields['options'] {
    return optional(list(AttributeOption));
  },
});

export const ValidationRule = data('Magento\\Customer\\Api\\Data\\ValidationRuleInterface', {
  name: required(string),
  value: required(string),
});

/** How an attribute of customers or addresses is shown, checked and stored. */
export const AttributeMetadata = data('Magento\\Customer\\Api\\Data\\AttributeMetadataInterface', {
  frontend_input: required(string),
  input_filter: required(string),
  store_label: required(string),
  validation_rules: required(list(ValidationRule)),
  multiline_count: required(int),
  visible: required(bool),
  required: required(bool),
  data_model: required(string),
  options: required(list(AttributeOption)),
  frontend_class: required(string),
  user_defined: required(bool),
  sort_order: required(int),
  frontend_label: required(string),
  note: required(string),
  system: required(bool),
  backend_type: required(string),
  is_used_in_grid: optional(bool),
  is_visible_in_grid: optional(bool),
  is_filterable_in_grid: optional(bool),
  is_searchable_in_grid: optional(bool),
  attribute_code: required(string),
});

const operations = {
  getAttributes: operation({ formCode: string }, list(AttributeMetadata), 'The attributes of a form.'),
  getAttributeMetadata: operation({ attributeCode: string }, AttributeMetadata, 'One attribute.'),
  getAllAttributesMetadata: operation({}, list(AttributeMetadata), 'All attributes.'),
  getCustomAttributesMetadata: operation(
    { dataInterfaceName: maybe(string, '') },
    list(AttributeMetadata),
    'The attributes that are shown among custom_attributes.',
  ),
};
export const CustomerMetadata = service('Magento\\Customer\\Api\\CustomerMetadataInterface', operations);
export const AddressMetadata = service('Magento\\Customer\\Api\\AddressMetadataInterface', operations);
