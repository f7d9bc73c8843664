import { Button, Group, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { refresh } from '../api/refresh.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { FormFailure } from '../ui/form-failure.tsx';
import { say } from '../ui/toasts.tsx';
import { useAction } from '../ui/use-action.ts';
import { required, useApiForm, wrong } from '../ui/use-api-form.ts';
import { deleteThing, groupsQuery, type StoreThing, saveThing, storesKey, websitesQuery } from './stores.ts';

interface Values {
  name: string;
  code: string;
  website_id: string;
  store_group_id: string;
  is_active: boolean;
}
const SAVED = {
  website: 'You saved the website.',
  group: 'You saved the store.',
  store: 'You saved the store view.',
} as const;

const CODE = /^[a-z][a-z0-9_]{0,31}$/;
const codeProblem = (code: string): string | undefined =>
  CODE.test(code)
    ? undefined
    : 'Begin with a lower-case letter; then letters, digits and underscores, at most 32 in all.';

function thingOf(
  { kind, item }: StoreThing,
  { name, code, website_id, store_group_id, is_active }: Values,
): StoreThing {
  const own = { ...(item.id === undefined ? {} : { id: item.id }), name: name.trim(), code: code.trim() };
  if (kind === 'website') return { kind, item: own };
  if (kind === 'group')
    return {
      kind,
      item: { ...own, website_id: Number(website_id), ...(item.id === undefined ? { root_category_id: 2 } : {}) },
    };
  return { kind, item: { ...own, store_group_id: Number(store_group_id), is_active: is_active ? 1 : 0 } };
}

/** For a website, a store or a store view. */
export function StoreForm({ thing, onDone }: { thing: StoreThing; onDone: () => void }) {
  const { kind, item } = thing;
  const client = useQueryClient();
  const { data: websites } = useSuspenseQuery(websitesQuery);
  const { data: groups } = useSuspenseQuery(groupsQuery);
  const form = useApiForm<Values>({
    initial: {
      name: item.name ?? '',
      code: item.code ?? '',
      website_id: String(kind === 'group' ? (item.website_id ?? 1) : 1),
      store_group_id: String(kind === 'store' ? (item.store_group_id ?? 1) : 1),
      is_active: kind !== 'store' || item.is_active !== 0,
    },
    check: (values) =>
      wrong<Values>({ name: required(values.name), code: required(values.code) ?? codeProblem(values.code.trim()) }),
  });
  const save = async (): Promise<void> => {
    const saved = await form.send((values) => saveThing(thingOf(thing, values)));
    if (saved === null) return;
    say(SAVED[kind]);
    void refresh(client, { queryKey: storesKey });
    onDone();
  };
  const remove = useAction({
    run: async () => {
      await deleteThing(thing);
      onDone();
    },
    done: () => `Deleted ${item.name}.`,
    changes: [storesKey],
  });
  const options = (list: readonly { id: number; name: string }[]) =>
    list.filter((entry) => entry.id !== 0).map((entry) => ({ value: String(entry.id), label: entry.name }));
  return (
    <form
      ref={form.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <FormFailure failure={form.failure} />
        <TextInput label="Name" required data-autofocus {...form.text('name')} />
        <TextInput label="Code" required description="It stands in URLs: /rest/<code>/V1/…" {...form.text('code')} />
        {kind === 'group' && <NativeSelect label="Web Site" data={options(websites)} {...form.text('website_id')} />}
        {kind === 'store' && (
          <>
            <NativeSelect label="Store" data={options(groups)} {...form.text('store_group_id')} />
            <Switch
              label="Enabled"
              checked={form.values.is_active}
              onChange={(event) => form.set('is_active', event.currentTarget.checked)}
            />
          </>
        )}
        <Group justify="flex-end">
          {item.id !== undefined && item.id > 1 && (
            <ConfirmButton
              title="Delete?"
              verb="Delete"
              question={`Are you sure you want to delete '${item.name}'? This cannot be undone.`}
              onConfirm={() => remove.mutateAsync().catch(() => {})}
            >
              Delete
            </ConfirmButton>
          )}
          <Button type="submit" loading={form.isSending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
