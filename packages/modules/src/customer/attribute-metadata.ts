import type { Option, OptionSource } from './attribute-options.ts';
import addressRows from './data/address-attributes.json' with { type: 'json' };
import customerRows from './data/customer-attributes.json' with { type: 'json' };

export type AttributeEntity = 'customer' | 'customer_address';

/** An attribute of customers or addresses; what is left out has the value of `DEFAULTS`. */
export interface AttributeRow {
  readonly attribute_code: string;
  readonly label: string | null;
  readonly frontend_input: string;
  readonly sort_order: number;
  /** Observed: asked for alone, the attribute names another place. */
  readonly sort_order_alone?: number;
  readonly options?: readonly Option[];
  readonly options_from?: OptionSource;
  /** Codes of the forms that show the attribute. */
  readonly forms?: readonly string[];
  readonly input_filter?: string;
  readonly validation_rules?: readonly { readonly name: string; readonly value: string }[];
  readonly multiline_count?: number;
  readonly visible?: boolean;
  readonly required?: boolean;
  readonly data_model?: string;
  readonly frontend_class?: string;
  readonly user_defined?: boolean;
  readonly note?: string;
  readonly system?: boolean;
  readonly backend_type?: string;
  readonly is_used_in_grid?: boolean;
  readonly is_visible_in_grid?: boolean;
  readonly is_filterable_in_grid?: boolean;
  readonly is_searchable_in_grid?: boolean;
}

/** The attributes of a fresh installation in their order. */
export const BUILT_IN_ATTRIBUTES: Readonly<Record<AttributeEntity, readonly AttributeRow[]>> = {
  customer: customerRows as readonly AttributeRow[],
  customer_address: addressRows as readonly AttributeRow[],
};

export const DEFAULTS = {
  input_filter: '',
  multiline_count: 0,
  visible: false,
  required: false,
  data_model: '',
  frontend_class: '',
  user_defined: false,
  note: '',
  system: true,
  backend_type: 'static',
  is_used_in_grid: false,
  is_visible_in_grid: false,
  is_filterable_in_grid: false,
  is_searchable_in_grid: false,
} as const;
