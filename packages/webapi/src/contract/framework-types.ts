import { data, mixed, required, string } from './wire-types.ts';

/** One entry of `custom_attributes`, as the schema documents describe it. */
export const AttributeType = data('Magento\\Framework\\Api\\AttributeInterface', {
  attribute_code: required(string),
  value: required(mixed),
});

/** An image as the value of a custom attribute. */
export const ImageContent = data('Magento\\Framework\\Api\\Data\\ImageContentInterface', {
  base64_encoded_data: required(string),
  type: required(string),
  name: required(string),
});
