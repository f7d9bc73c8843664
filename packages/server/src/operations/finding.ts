/** What a check has found, in plain words. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
}

const finding =
  (state: Finding['state']) =>
  (check: string, message: string): Finding => ({ check, state, message });
export const ok = finding('ok');
export const warning = finding('warning');
export const problem = finding('problem');
