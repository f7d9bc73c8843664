/** A mistake in what a module declares, found at start: one sentence for its author, which says what to do. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';

  /** @param module whose mistake it is @param sentence what is wrong and what to do, without the module's name in front */
  constructor(module: string, sentence: string, options?: ErrorOptions) {
    super(`${module}: ${sentence}`, options);
  }
}

/** A value as a message shows it: what an author wrote by mistake can be anything. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
