import {
  Alert,
  Button,
  NativeSelect,
  Paper,
  PasswordInput,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
  Title,
} from '@mantine/core';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { refresh } from '../api/refresh.ts';
import { useMay } from '../session/session.ts';
import { websitesQuery } from '../stores/stores.ts';
import { AccountTokens } from '../tokens/account-tokens.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { Moment } from '../ui/moment.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { say } from '../ui/toasts.tsx';
import { useAction } from '../ui/use-action.ts';
import { useApiForm } from '../ui/use-api-form.ts';
import { AddressesEditor } from './addresses-editor.tsx';
import { type CustomerForm, checkCustomer, draftOf, formOf } from './customer-form.ts';
import {
  type Customer,
  createCustomer,
  customerQuery,
  customersKey,
  deleteCustomer,
  forceCustomerSignIn,
  groupsQuery,
  updateCustomer,
} from './customers.ts';

export function NewCustomerPage() {
  return <FormPage customer={null} />;
}
export function EditCustomerPage() {
  const { id } = useParams({ strict: false });
  const { data } = useSuspenseQuery(customerQuery(Number(id)));
  return <FormPage key={data.id} customer={data} />;
}

function FormPage({ customer }: { customer: Customer | null }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const isReadOnly = !may('Magento_Customer::manage');
  const form = useApiForm<CustomerForm>({ initial: formOf(customer), check: checkCustomer });
  const save = async (): Promise<void> => {
    const saved = await form.send((values) =>
      customer === null
        ? createCustomer(draftOf(values), values.password)
        : updateCustomer(customer.id, draftOf(values)),
    );
    if (saved === null) return;
    say('You saved the customer.');
    void refresh(client, { queryKey: customersKey });
    await navigate({ to: '/customers', ignoreBlocker: true });
  };
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PageHead
        title={customer === null ? 'New Customer' : `${customer.firstname} ${customer.lastname}`}
        parent={{ label: 'Customers', to: '/customers' }}
      >
        {customer !== null && <CustomerActions customer={customer} />}
        {!isReadOnly && (
          <Button type="submit" loading={form.isSending}>
            Save Customer
          </Button>
        )}
      </PageHead>
      <FormFailure failure={form.failure} />
      {form.errors.addresses !== undefined && (
        <Alert color="red" role="alert" mb="md">
          {form.errors.addresses}
        </Alert>
      )}
      <Stack>
        {customer !== null && <Facts customer={customer} />}
        <Account form={form} customer={customer} isReadOnly={isReadOnly} />
        <Paper withBorder p="lg">
          <Title order={2} mb="md">
            Addresses
          </Title>
          <AddressesEditor form={form} isReadOnly={isReadOnly} />
        </Paper>
      </Stack>
      {customer !== null && may('Magento_Customer::invalidate_tokens') && (
        <AccountTokens account={`/V1/customers/${customer.id}`} isConfirmed={false} />
      )}
      <LeaveGuard when={form.isChanged} />
    </form>
  );
}

function Facts({ customer }: { customer: Customer }) {
  return (
    <Paper withBorder p="lg">
      <dl className="facts">
        <dt>ID</dt>
        <dd>{customer.id}</dd>
        <dt>Account Created</dt>
        <dd>
          <Moment at={customer.created_at} /> {customer.created_in ? `in ${customer.created_in}` : ''}
        </dd>
        <dt>Last changed</dt>
        <dd>
          <Moment at={customer.updated_at} />
        </dd>
        <dt>Confirmed email</dt>
        <dd>{customer.confirmation ? 'Confirmation required' : 'Confirmed or not required'}</dd>
      </dl>
    </Paper>
  );
}

interface AccountProps {
  readonly form: ReturnType<typeof useApiForm<CustomerForm>>;
  readonly customer: Customer | null;
  readonly isReadOnly: boolean;
}

function Account({ form, customer, isReadOnly }: AccountProps) {
  const may = useMay();
  const { data: groups } = useQuery({ ...groupsQuery, enabled: may('Magento_Customer::group') });
  const { data: websites } = useQuery({ ...websitesQuery, enabled: may('Magento_Backend::store') });
  const groupOptions = (groups?.items ?? [])
    .filter((group) => group.id !== 0)
    .map((group) => ({ value: String(group.id), label: group.code }));
  const websiteOptions = (websites ?? [])
    .filter((website) => website.id !== 0)
    .map((website) => ({ value: String(website.id), label: website.name }));
  const orOwn = (options: { value: string; label: string }[], value: string) =>
    options.some((option) => option.value === value) ? options : [{ value, label: `#${value}` }, ...options];
  return (
    <Paper withBorder p="lg">
      <Title order={2} mb="md">
        Account Information
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label="First Name"
          required
          readOnly={isReadOnly}
          autoFocus={customer === null}
          {...form.text('firstname')}
        />
        <TextInput label="Last Name" required readOnly={isReadOnly} {...form.text('lastname')} />
        <TextInput label="Middle Name/Initial" readOnly={isReadOnly} {...form.text('middlename')} />
        <TextInput label="Email" type="email" required readOnly={isReadOnly} {...form.text('email')} />
        <NativeSelect
          label="Group"
          disabled={isReadOnly}
          data={orOwn(groupOptions, form.values.group_id)}
          {...form.text('group_id')}
        />
        <NativeSelect
          label="Associate to Website"
          disabled={isReadOnly || customer !== null}
          data={orOwn(websiteOptions, form.values.website_id)}
          {...form.text('website_id')}
        />
        <TextInput label="Date of Birth" type="date" readOnly={isReadOnly} {...form.text('dob')} />
        <NativeSelect
          label="Gender"
          disabled={isReadOnly}
          data={[
            { value: '', label: '—' },
            { value: '1', label: 'Male' },
            { value: '2', label: 'Female' },
            { value: '3', label: 'Not Specified' },
          ]}
          {...form.text('gender')}
        />
        <TextInput label="Tax/VAT Number" readOnly={isReadOnly} {...form.text('taxvat')} />
        {customer === null && (
          <PasswordInput
            label="Password"
            description="Without one, the customer sets it by the link in the welcome mail."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.text('password')}
          />
        )}
      </SimpleGrid>
      <Switch
        mt="md"
        label="Subscribed to the newsletter"
        disabled={isReadOnly}
        checked={form.values.is_subscribed}
        onChange={(event) => form.set('is_subscribed', event.currentTarget.checked)}
      />
    </Paper>
  );
}

function CustomerActions({ customer }: { customer: Customer }) {
  const may = useMay();
  const navigate = useNavigate();
  const force = useAction({
    run: () => forceCustomerSignIn(customer.id),
    done: () => "You have revoked the customer's tokens.",
    changes: [customersKey],
  });
  const remove = useAction({
    run: async () => {
      await deleteCustomer(customer.id);
      await navigate({ to: '/customers', ignoreBlocker: true });
    },
    done: () => 'You deleted the customer.',
    changes: [[...customersKey, 'list']],
  });
  return (
    <>
      {may('Magento_Customer::delete') && (
        <ConfirmButton
          title="Delete the customer?"
          verb="Delete"
          question={`Are you sure you want to delete ${customer.firstname} ${customer.lastname}, with all addresses? This cannot be undone.`}
          onConfirm={() => remove.mutateAsync().catch(() => {})}
        >
          Delete Customer
        </ConfirmButton>
      )}
      {may('Magento_Customer::invalidate_tokens') && (
        <ConfirmButton
          title="Force Sign-In?"
          verb="Force Sign-In"
          question="All access tokens and sessions of this customer end at once; signing in again is possible."
          onConfirm={() => force.mutateAsync().catch(() => {})}
        >
          Force Sign-In
        </ConfirmButton>
      )}
    </>
  );
}
