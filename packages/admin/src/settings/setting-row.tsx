import { Badge, Button, Group, NativeSelect, PasswordInput, Skeleton, Switch, Text, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { sentence } from '../api/problem.ts';
import { refresh } from '../api/refresh.ts';
import { say } from '../ui/toasts.tsx';
import { useDraft } from './drafts.tsx';
import { type Field, inheritValue, type Scope, saveValue, valueQuery } from './settings.ts';
import classes from './settings-page.module.css';

const SCOPE_LABELS: Readonly<Record<string, string>> = { default: 'global', websites: 'website', stores: 'store view' };

/** One setting: its value in this scope, what it means, and where it can be set. */
export function SettingRow({ field, scope }: { field: Field; scope: Scope }) {
  const isSettable = field.scopes.includes(scope.scope);
  const id = useId();
  return (
    <div className={classes.row}>
      <div>
        <Text component="label" htmlFor={id} fw={550} size="sm">
          {field.label}
        </Text>{' '}
        <Badge variant="outline" color="gray" size="xs" tt="none">
          {SCOPE_LABELS[field.scopes.at(-1) ?? 'default']}
        </Badge>
        <Text size="sm" c="dimmed">
          {field.description}
        </Text>
        <Text c="dimmed" className={classes.path ?? ''}>
          {field.path}
        </Text>
      </div>
      {isSettable ? (
        <ValueField id={id} field={field} scope={scope} />
      ) : (
        <Text size="sm" c="dimmed">
          Is set in a wider scope only.
        </Text>
      )}
    </div>
  );
}

function ValueField({ id, field, scope }: { id: string; field: Field; scope: Scope }) {
  const query = valueQuery(field.path, scope);
  const { data, error: loadError } = useQuery(query);
  const client = useQueryClient();
  const stored = data?.value ?? '';
  const [draft, changeDraft] = useDraft(field.path, scope);
  const setDraft = (text: string | null): void => changeDraft(() => (text === stored ? null : text));
  const [error, setError] = useState<string | null>(null);
  if (loadError !== null) return <Text c="red">{sentence(loadError)}</Text>;
  if (data === undefined) return <Skeleton height={34} />;

  const carryOut = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setError(null);
      say('You saved the configuration.');
      await refresh(client, { queryKey: ['config', 'value', field.path] });
      // Not before: the old value would stand there meanwhile. What is typed since is another draft.
      changeDraft((now) => (now === draft ? null : now));
    } catch (failure) {
      setError(sentence(failure));
    }
  };
  const value = draft ?? stored;
  const isDirty = draft !== null && draft !== stored;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isDirty) void carryOut(saveValue(field.path, value, scope));
      }}
    >
      <Input id={id} field={field} value={value} error={error} onChange={setDraft} />
      <Group gap="xs" mt={6} mih={24}>
        {isDirty && (
          <Button type="submit" size="compact-sm">
            Save Config
          </Button>
        )}
        {isDirty && (
          <Button size="compact-sm" variant="subtle" onClick={() => setDraft(null)}>
            Undo
          </Button>
        )}
        {!isDirty && stored !== (field.default ?? '') && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => void carryOut(inheritValue(field.path, scope))}
            aria-label={`Use the default of ${field.label}`}
          >
            {scope.scope === 'default'
              ? `Use the default${field.type === 'secret' ? '' : `: ${shown(field)}`}`
              : 'Use the wider scope’s value'}
          </Button>
        )}
      </Group>
    </form>
  );
}

const shown = ({ type, default: value }: Field): string =>
  type === 'bool' ? (value === '1' ? 'Yes' : 'No') : value === null || value === '' ? 'empty' : value;

interface InputProps {
  readonly id: string;
  readonly field: Field;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

function Input({ id, field, value, error, onChange }: InputProps) {
  const common = { id, error, value };
  const type = (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>): void =>
    onChange(event.currentTarget.value);
  if (field.type === 'bool')
    return (
      <Switch
        id={id}
        error={error}
        label={value === '1' ? 'Yes' : 'No'}
        checked={value === '1'}
        onChange={(event) => onChange(event.currentTarget.checked ? '1' : '0')}
      />
    );
  if (field.options !== undefined) return <NativeSelect {...common} data={[...field.options]} onChange={type} />;
  if (field.type === 'secret')
    return (
      <PasswordInput
        {...common}
        autoComplete="off"
        onChange={type}
        visibilityToggleButtonProps={{ 'aria-label': 'Show' }}
      />
    );
  return (
    <TextInput
      {...common}
      {...(field.type === 'int' ? { inputMode: 'numeric' as const } : {})}
      onChange={type}
      rightSection={
        field.unit === undefined ? undefined : (
          <Text size="xs" c="dimmed">
            {field.unit}
          </Text>
        )
      }
      rightSectionWidth={70}
    />
  );
}
