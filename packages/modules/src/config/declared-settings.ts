import {
  invalidFieldValue,
  type Module,
  ModuleError,
  refuseDouble,
  SETTING_TYPES,
  type Setting,
  WebapiError,
} from '@tessera/webapi';
import { checkedValue } from './services/config-management.ts';

/**
 * The settings of all modules by their paths.
 * @throws ModuleError where two modules declare one path, and where a default is no value that could be set
 */
export function declaredSettings(modules: readonly Module[]): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  const owners = new Map<string, string>();
  for (const { name, settings: declared = [] } of modules)
    for (const setting of declared) {
      refuseDouble(name, owners.get(setting.path), 'setting', setting.path);
      checkDefault(name, setting);
      owners.set(setting.path, name);
      settings.set(setting.path, setting);
    }
  return settings;
}

function checkDefault(module: string, setting: Setting): void {
  const { path, default: value, type, min, max, options } = setting;
  if (!SETTING_TYPES.includes(type))
    throw new ModuleError(
      module,
      `the setting "${path}" is of the type "${type}", which there is not; take one of ${SETTING_TYPES.join(', ')}.`,
    );
  if (value === null || isStored(setting, value)) return;
  const within =
    options !== undefined
      ? ` of ${options.map((option) => `"${option}"`).join(', ')}`
      : [min === undefined ? '' : ` from ${min}`, max === undefined ? '' : ` to ${max}`].join('');
  throw new ModuleError(
    module,
    `the default "${value}" of the setting "${path}" is no value of the type ${type}${within}; change one of them.`,
  );
}

/** Whether a text is the stored form of a value that the setting takes. */
function isStored(setting: Setting, text: string): boolean {
  try {
    return checkedValue(setting, text) === text;
  } catch (error) {
    if (error instanceof WebapiError && error.code === invalidFieldValue.code) return false;
    throw error;
  }
}
