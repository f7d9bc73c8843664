/** Types of setting values; stored as text, read typed. */
export interface SettingValues {
  int: number;
  bool: boolean;
  string: string;
  list: string[];
  secret: string;
}
export type SettingType = keyof SettingValues;
export const SETTING_TYPES: readonly SettingType[] = ['int', 'bool', 'string', 'list', 'secret'];
export type SettingScope = 'default' | 'websites' | 'stores';

/** A setting, declared once by the module that owns it; `docs/settings.md` is generated from the declarations. */
export interface Setting<T extends SettingType = SettingType> {
  /** Magento's path, for example `oauth/consumer/expiration_period`. */
  readonly path: string;
  readonly type: T;
  /** As stored; null when there is none. */
  readonly default: string | null;
  readonly label: string;
  readonly description: string;
  /** `seconds`, `minutes`, `bytes`, … */
  readonly unit?: string;
  readonly scopes: readonly SettingScope[];
  readonly options?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Whether a text of the type can be set; without it any can. */
  readonly accepts?: (value: string) => boolean;
}

/** Reads settings for one store view: its own value, else its website's, else the default scope's, else the declared default. */
export interface SettingsReader {
  get<T extends SettingType>(setting: Setting<T>): SettingValues[T];
  /** As stored, for paths known by name only. */
  text(path: string): string | null;
  /** The same for another store view. */
  at(store: { readonly id: number; readonly websiteId: number }): SettingsReader;
  /** All declared settings by path. */
  readonly declared: ReadonlyMap<string, Setting>;
}

type Declaration<T extends SettingType> = Omit<Setting<T>, 'path' | 'default' | 'scopes'> & {
  default: SettingValues[T] | null;
  scopes?: readonly SettingScope[];
};

const DEFAULT_SCOPE: readonly SettingScope[] = ['default'];
/** Declares a setting. The scopes default to `default` only. */
export function setting<T extends SettingType>(path: string, declaration: Declaration<T>): Setting<T> {
  const { default: value, scopes, ...rest } = declaration;
  return Object.freeze({
    ...rest,
    path,
    default: value === null ? null : settingText(value),
    scopes: scopes ?? DEFAULT_SCOPE,
  });
}

/** The stored form of a value: booleans as `1`/`0`, lists joined by commas. */
export function settingText(value: SettingValues[SettingType]): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** The typed value of a stored text; null gives the type's empty value. */
export function settingValue<T extends SettingType>(type: T, text: string | null): SettingValues[T] {
  const values: { [K in SettingType]: (text: string) => SettingValues[K] } = {
    int: (t) => Math.trunc(Number(t)) || 0,
    bool: (t) => t !== '' && t !== '0' && t !== 'false',
    string: (t) => t,
    secret: (t) => t,
    list: (t) =>
      t
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
  };
  return values[type](text ?? '') as SettingValues[T];
}
