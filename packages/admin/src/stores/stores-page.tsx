import { Badge, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { PageHead } from '../ui/page-head.tsx';
import { StoreForm } from './store-form.tsx';
import { groupsQuery, type StoreThing, type StoreView, viewsQuery, type Website, websitesQuery } from './stores.ts';
import classes from './stores-page.module.css';

const TITLES = { website: 'Web Site', group: 'Store', store: 'Store View' } as const;

/** Stores › Settings › All Stores: websites, the stores in them, and their views. */
export function StoresPage() {
  const { data: websites } = useSuspenseQuery(websitesQuery);
  const [editing, setEditing] = useState<StoreThing | null>(null);
  return (
    <>
      <PageHead
        title="Stores"
        about="Websites share customers; stores share a catalogue; store views differ in language."
      >
        <Button variant="default" onClick={() => setEditing({ kind: 'store', item: {} })}>
          Create Store View
        </Button>
        <Button variant="default" onClick={() => setEditing({ kind: 'group', item: {} })}>
          Create Store
        </Button>
        <Button onClick={() => setEditing({ kind: 'website', item: {} })}>Create Website</Button>
      </PageHead>
      <Stack>
        {websites
          .filter((website) => website.id !== 0)
          .map((website) => (
            <WebsiteCard key={website.id} website={website} onEdit={setEditing} />
          ))}
      </Stack>
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === null ? '' : `${editing.item.id === undefined ? 'New' : 'Edit'} ${TITLES[editing.kind]}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {editing !== null && <StoreForm thing={editing} onDone={() => setEditing(null)} />}
      </Modal>
    </>
  );
}

function WebsiteCard({ website, onEdit }: { website: Website; onEdit: (thing: StoreThing) => void }) {
  const { data: groups } = useSuspenseQuery(groupsQuery);
  const { data: views } = useSuspenseQuery(viewsQuery);
  return (
    <Paper withBorder p="lg" component="section" aria-label={website.name}>
      <Group gap="xs" mb="sm" wrap="nowrap">
        <Named name={<Title order={2}>{website.name}</Title>} kind="website" code={website.code} />
        <Button
          size="compact-sm"
          variant="default"
          flex="none"
          ml="auto"
          onClick={() => onEdit({ kind: 'website', item: website })}
          aria-label={`Edit ${website.name}`}
        >
          Edit
        </Button>
      </Group>
      {groups
        .filter((group) => group.website_id === website.id)
        .map((group) => (
          <div key={group.id} className={classes.store}>
            <Group gap="xs" wrap="nowrap">
              <Named name={<Text fw={600}>{group.name}</Text>} kind="store" code={group.code} />
              <Button
                size="compact-sm"
                variant="default"
                flex="none"
                ml="auto"
                onClick={() => onEdit({ kind: 'group', item: group })}
                aria-label={`Edit ${group.name}`}
              >
                Edit
              </Button>
            </Group>
            {views
              .filter((view) => view.store_group_id === group.id)
              .map((view) => (
                <ViewRow key={view.id} view={view} onEdit={() => onEdit({ kind: 'store', item: view })} />
              ))}
          </div>
        ))}
    </Paper>
  );
}

function ViewRow({ view, onEdit }: { view: StoreView; onEdit: () => void }) {
  return (
    <Group gap="xs" wrap="nowrap" className={classes.view ?? ''}>
      <Named name={<Text size="sm">{view.name}</Text>} kind="store view" code={view.code} />
      {view.is_active !== 1 && (
        <Badge variant="light" color="gray" tt="none">
          Disabled
        </Badge>
      )}
      <Button
        size="compact-sm"
        variant="default"
        flex="none"
        ml="auto"
        onClick={onEdit}
        aria-label={`Edit ${view.name}`}
      >
        Edit
      </Button>
    </Group>
  );
}

function Named({ name, kind, code }: { name: ReactNode; kind: string; code: string }) {
  return (
    <Group gap="2px 10px" style={{ minWidth: 0 }}>
      {name}
      <Text size="sm" c="dimmed">
        {kind}, code <code>{code}</code>
      </Text>
    </Group>
  );
}
