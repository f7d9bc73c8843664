import type { Granted } from '../resource-tree/resource-picker.tsx';
import { atMost, required, wrong } from '../ui/use-api-form.ts';
import type { Integration, IntegrationDraft } from './integrations.ts';

/** The form's values, as they are typed. */
export interface IntegrationForm {
  name: string;
  email: string;
  endpoint: string;
  identity_link_url: string;
  rate_limit: string;
  current_password: string;
  access: Granted;
}

export const EMPTY_FORM: IntegrationForm = {
  name: '',
  email: '',
  endpoint: '',
  identity_link_url: '',
  rate_limit: '',
  current_password: '',
  access: { all_resources: false, resources: [] },
};

export const formOf = ({
  name,
  email,
  endpoint,
  identity_link_url,
  rate_limit,
  all_resources,
  resources,
}: Integration): IntegrationForm => ({
  name,
  email: email ?? '',
  endpoint: endpoint ?? '',
  identity_link_url: identity_link_url ?? '',
  rate_limit: String(rate_limit ?? ''),
  current_password: '',
  access: { all_resources, resources: all_resources ? [] : resources },
});

export const draftOf = ({
  name,
  email,
  endpoint,
  identity_link_url,
  rate_limit,
  access,
}: IntegrationForm): IntegrationDraft => ({
  name: name.trim(),
  email: email.trim(),
  endpoint: endpoint.trim(),
  identity_link_url: identity_link_url.trim(),
  rate_limit: rate_limit.trim() === '' ? null : Number(rate_limit),
  all_resources: access.all_resources,
  resources: access.all_resources ? [] : access.resources,
});

const LONGEST = 255;
const LONGEST_EMAIL = 254;

function emailProblem(email: string): string | undefined {
  const text = email.trim();
  if (text !== '' && !/^[^\s@]+@[^\s@]+$/.test(text))
    return 'Please enter a valid email address (Ex: johndoe@domain.com).';
  return atMost(text, LONGEST_EMAIL);
}

function urlProblem(url: string): string | undefined {
  const text = url.trim();
  if (text === '') return undefined;
  const parsed = URL.parse(text);
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    return 'Please enter a valid URL. Protocol is required (http:// or https://).';
  return atMost(text, LONGEST);
}

/** What is wrong with a form, by field. */
export const checkForm = (values: IntegrationForm, isConfirmed: boolean) =>
  wrong<IntegrationForm>({
    name: required(values.name) ?? atMost(values.name.trim(), LONGEST),
    email: emailProblem(values.email),
    endpoint: urlProblem(values.endpoint),
    identity_link_url: urlProblem(values.identity_link_url),
    rate_limit: /^\d{0,9}$/.test(values.rate_limit.trim()) ? undefined : 'Please enter a whole number, 0 or more.',
    current_password: isConfirmed ? undefined : required(values.current_password),
  });
