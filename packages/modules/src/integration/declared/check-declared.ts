import { type Module, ModuleError, renderMessage, WebapiError } from '@tessera/webapi';
import { checkEmail, checkName, checkUrl } from '../services/integration-input.ts';

/** @throws ModuleError where a module declares an integration that nobody could make by hand */
export function checkDeclaredIntegrations(modules: readonly Module[]): void {
  for (const { name: module, integrations = [] } of modules)
    for (const { name, email, endpoint, identityLinkUrl } of integrations)
      try {
        checkName(name);
        checkEmail(email);
        checkUrl(endpoint, 'endpoint');
        checkUrl(identityLinkUrl, 'identity_link_url');
      } catch (error) {
        if (!(error instanceof WebapiError)) throw error;
        throw new ModuleError(module, `the integration "${name}": ${renderMessage(error.message, error.parameters)}`);
      }
}
