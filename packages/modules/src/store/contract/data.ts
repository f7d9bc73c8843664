import { data, int, optional, required, string } from '@tessera/webapi';

export const Website = data('Magento\\Store\\Api\\Data\\WebsiteInterface', {
  id: required(int),
  code: required(string),
  name: required(string),
  default_group_id: required(int),
  extension_attributes: optional(data('Magento\\Store\\Api\\Data\\WebsiteExtensionInterface', {})),
});

export const StoreGroup = data('Magento\\Store\\Api\\Data\\GroupInterface', {
  id: required(int),
  website_id: required(int),
  root_category_id: required(int),
  default_store_id: required(int),
  name: required(string),
  code: required(string),
  extension_attributes: optional(data('Magento\\Store\\Api\\Data\\GroupExtensionInterface', {})),
});

export const StoreView = data('Magento\\Store\\Api\\Data\\StoreInterface', {
  id: required(int),
  code: required(string),
  name: required(string),
  website_id: required(int),
  store_group_id: required(int),
  is_active: required(int),
  extension_attributes: optional(data('Magento\\Store\\Api\\Data\\StoreExtensionInterface', {})),
  /** Ours: Magento keeps the order, but has no getter for it. */
  sort_order: optional(int, { writeOnly: true }),
});

export const StoreConfig = data('Magento\\Store\\Api\\Data\\StoreConfigInterface', {
  id: required(int),
  code: required(string),
  website_id: required(int),
  locale: required(string),
  base_currency_code: required(string),
  default_display_currency_code: required(string),
  timezone: required(string),
  weight_unit: required(string),
  base_url: required(string),
  base_link_url: required(string),
  base_static_url: required(string),
  base_media_url: required(string),
  secure_base_url: required(string),
  secure_base_link_url: required(string),
  secure_base_static_url: required(string),
  secure_base_media_url: required(string),
  extension_attributes: optional(data('Magento\\Store\\Api\\Data\\StoreConfigExtensionInterface', {})),
});
