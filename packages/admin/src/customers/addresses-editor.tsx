import {
  Button,
  Group,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { useApiForm } from '../ui/use-api-form.ts';
import { type AddressForm, type CustomerForm, emptyAddress } from './customer-form.ts';
import { countriesQuery } from './customers.ts';

interface AddressesEditorProps {
  readonly form: ReturnType<typeof useApiForm<CustomerForm>>;
  readonly isReadOnly: boolean;
}

/** The addresses of a customer; one of them at most is the default for each purpose. */
export function AddressesEditor({ form, isReadOnly }: AddressesEditorProps) {
  const { addresses } = form.values;
  const change = (key: string, changes: Partial<AddressForm>): void =>
    form.set(
      'addresses',
      addresses.map((address) => {
        if (address.key === key) return { ...address, ...changes };
        return {
          ...address,
          ...(changes.default_billing === true ? { default_billing: false } : {}),
          ...(changes.default_shipping === true ? { default_shipping: false } : {}),
        };
      }),
    );
  return (
    <Stack>
      {addresses.length === 0 && (
        <Text size="sm" c="dimmed">
          This customer has no address.
        </Text>
      )}
      {addresses.map((address, index) => (
        <AddressFields
          key={address.key}
          address={address}
          number={index + 1}
          isReadOnly={isReadOnly}
          onChange={(changes) => change(address.key, changes)}
          onRemove={() =>
            form.set(
              'addresses',
              addresses.filter((other) => other.key !== address.key),
            )
          }
        />
      ))}
      {!isReadOnly && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => form.set('addresses', [...addresses, emptyAddress(form.values)])}
          >
            Add New Address
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface AddressFieldsProps {
  readonly address: AddressForm;
  readonly number: number;
  readonly isReadOnly: boolean;
  readonly onChange: (changes: Partial<AddressForm>) => void;
  readonly onRemove: () => void;
}

function AddressFields({ address, number, isReadOnly, onChange, onRemove }: AddressFieldsProps) {
  const { data: countries = [] } = useQuery(countriesQuery);
  const country = countries.find((entry) => entry.id === address.country_id);
  const regions = country?.available_regions ?? [];
  const field = (
    name: 'firstname' | 'lastname' | 'company' | 'city' | 'postcode' | 'telephone' | 'vat_id' | 'region',
  ) => ({
    value: address[name],
    readOnly: isReadOnly,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ [name]: event.currentTarget.value }),
  });
  const options = countries
    .map((entry) => ({ value: entry.id, label: entry.full_name_english ?? entry.id }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Paper withBorder p="md" component="fieldset">
      <Group justify="space-between" mb="sm">
        <Text component="legend" fw={600}>
          Address {number}
        </Text>
        {!isReadOnly && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={15} />}
            onClick={onRemove}
            aria-label={`Remove address ${number}`}
          >
            Remove
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput label="First Name" required {...field('firstname')} />
        <TextInput label="Last Name" required {...field('lastname')} />
        <TextInput label="Company" {...field('company')} />
        <TextInput label="Phone Number" required {...field('telephone')} />
        <Textarea
          label="Street Address"
          required
          autosize
          minRows={1}
          maxRows={4}
          readOnly={isReadOnly}
          value={address.street}
          onChange={(event) => onChange({ street: event.currentTarget.value })}
        />
        <TextInput label="City" required {...field('city')} />
        <TextInput label="Zip/Postal Code" {...field('postcode')} />
        <NativeSelect
          label="Country"
          required
          disabled={isReadOnly}
          data={options.length > 0 ? options : [{ value: address.country_id, label: address.country_id }]}
          value={address.country_id}
          onChange={(event) => onChange({ country_id: event.currentTarget.value, region_id: '', region: '' })}
        />
        {regions.length > 0 ? (
          <NativeSelect
            label="State/Province"
            disabled={isReadOnly}
            data={[{ value: '', label: '—' }, ...regions.map((region) => ({ value: region.id, label: region.name }))]}
            value={address.region_id}
            onChange={(event) => onChange({ region_id: event.currentTarget.value })}
          />
        ) : (
          <TextInput label="State/Province" {...field('region')} />
        )}
        <TextInput label="VAT Number" {...field('vat_id')} />
      </SimpleGrid>
      <Group mt="sm">
        <Switch
          label="Default Billing Address"
          disabled={isReadOnly}
          checked={address.default_billing}
          onChange={(event) => onChange({ default_billing: event.currentTarget.checked })}
        />
        <Switch
          label="Default Shipping Address"
          disabled={isReadOnly}
          checked={address.default_shipping}
          onChange={(event) => onChange({ default_shipping: event.currentTarget.checked })}
        />
      </Group>
    </Paper>
  );
}
