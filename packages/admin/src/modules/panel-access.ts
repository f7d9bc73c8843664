import { type CallOptions, callApi } from '../api/client.ts';
import { say } from '../ui/toasts.tsx';

/** What the script of a module's page is given. */
export interface PanelAccess {
  /** Calls the Web API in the user's name: `api('GET', '/V1/loyalty/2')`. Throws an error with a message to show. */
  readonly api: <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<T>;
  /** Says something in passing. */
  readonly say: (text: string, kind?: 'success' | 'error') => void;
  /** Goes to another page of the panel, `/customers/2`. */
  readonly go: (path: string) => void;
}
/** What such a script exports; what `mount` returns is called when the page is left. */
export interface ModuleScript {
  readonly mount: (element: HTMLElement, panel: PanelAccess) => unknown;
}

export const panelAccess = (go: (path: string) => void): PanelAccess => ({
  api: (method, path, body) => {
    const options: CallOptions = body === undefined ? {} : { body };
    return callApi(method, path, options);
  },
  say,
  go,
});
