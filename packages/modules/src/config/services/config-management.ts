import type { Db } from '@tessera/database';
import {
  type Call,
  fieldRequired,
  implement,
  invalidFieldValue,
  problem,
  type Setting,
  type SettingScope,
  type SettingsReader,
} from '@tessera/webapi';
import { ConfigManagement } from '../contract/config-management.ts';
import { sealSetting } from '../secret-settings.ts';
import { settingKey, settingsSnapshot } from '../settings-reader.ts';
import { writeSetting } from '../settings-writer.ts';

declare module '@tessera/webapi' {
  interface Ports {
    /** Whether there is a website or store view with this id; the stores stand above the settings. */
    readonly isSettingScope?: (scope: 'websites' | 'stores', scopeId: number) => boolean;
  }
}

export const unknownSetting = problem(
  'unknown_setting',
  400,
  'The setting "%path" does not exist.',
  'No module declares a setting with this path.',
);
export const scopeNotAllowed = problem(
  'setting_scope_not_allowed',
  400,
  'The setting "%path" can\'t be set in the scope "%scope".',
  'The setting is declared for other scopes.',
);

interface Target {
  readonly setting: Setting;
  readonly scope: SettingScope;
  readonly scopeId: number;
}
const SCOPES: readonly string[] = ['default', 'websites', 'stores'];

function target(
  settings: SettingsReader,
  path: string,
  scope: string | undefined,
  scopeId: number | undefined,
): Target {
  const declared = settings.declared.get(path);
  if (declared === undefined) throw unknownSetting({ path });
  const wanted = scope ?? 'default';
  if (!SCOPES.includes(wanted)) throw invalidFieldValue({ value: wanted, fieldName: 'scope' });
  if (!declared.scopes.includes(wanted as SettingScope)) throw scopeNotAllowed({ path, scope: wanted });
  if (wanted === 'default' && (scopeId ?? 0) !== 0) throw invalidFieldValue({ value: scopeId, fieldName: 'scopeId' });
  if (wanted !== 'default' && scopeId === undefined) throw fieldRequired({ fieldName: 'scopeId' });
  return { setting: declared, scope: wanted as SettingScope, scopeId: scopeId ?? 0 };
}

/** @throws invalidFieldValue where nothing is there that could have the setting */
function checkScopeExists({ scope, scopeId }: Target, { ports }: Call): void {
  if (scope !== 'default' && ports.isSettingScope?.(scope, scopeId) === false)
    throw invalidFieldValue({ value: scopeId, fieldName: 'scopeId' });
}

const isSecret = (setting: Setting): setting is Setting<'secret'> => setting.type === 'secret';

/** The stored form of a value that fits its setting. */
export function checkedValue(setting: Setting, value: string): string {
  const refuse = (): never => {
    throw invalidFieldValue({ value, fieldName: setting.path });
  };
  if (setting.type === 'int') {
    const number = Number(value);
    if (!/^-?\d+$/.test(value.trim()) || number < (setting.min ?? -Infinity) || number > (setting.max ?? Infinity))
      refuse();
    return value.trim();
  }
  if (setting.type === 'bool')
    return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase())
      ? '1'
      : ['0', 'false', 'no', 'off', ''].includes(value.toLowerCase())
        ? '0'
        : refuse();
  if (setting.options !== undefined && !setting.options.includes(value)) refuse();
  if (setting.accepts?.(value) === false) refuse();
  return value;
}

function shown(db: Db, { setting, scope, scopeId }: Target) {
  const stored = db.snapshot(settingsSnapshot);
  const value =
    stored.get(settingKey(scope, scopeId, setting.path)) ??
    stored.get(settingKey('default', 0, setting.path)) ??
    setting.default;
  return {
    path: setting.path,
    value: setting.type === 'secret' && value ? '******' : value,
    scope,
    scope_id: scopeId,
    default: setting.default,
  };
}

export const configManagement = implement(ConfigManagement, {
  get: ({ path, scope, scopeId }, call) => {
    const at = target(call.settings, path, scope, scopeId);
    checkScopeExists(at, call);
    return shown(call.db, at);
  },

  set: async ({ path, value, scope, scopeId }, call) => {
    const at = target(call.settings, path, scope, scopeId);
    checkScopeExists(at, call);
    const checked = checkedValue(at.setting, value ?? '');
    const stored = isSecret(at.setting) ? sealSetting(call, at.setting, checked) : checked;
    await writeSetting(call.db, { ...at, path }, stored);
    return shown(call.db, at);
  },

  unset: async ({ path, scope, scopeId }, call) => {
    const at = target(call.settings, path, scope, scopeId);
    await call.db.transaction(async (db) => {
      await db.query
        .deleteFrom('config_value')
        .where('scope', '=', at.scope)
        .where('scope_id', '=', at.scopeId)
        .where('path', '=', path)
        .execute();
      await db.touch(settingsSnapshot);
    });
    return shown(call.db, at);
  },

  getFields: (_, call) =>
    [...call.settings.declared.values()].map((entry) => ({
      path: entry.path,
      label: entry.label,
      description: entry.description,
      type: entry.type,
      unit: entry.unit ?? null,
      options: entry.options === undefined ? null : [...entry.options],
      scopes: [...entry.scopes],
      default: entry.default,
    })),
});
