import { Group, NativeSelect, Paper, Stack, Text, TextInput, Title, VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../session/session.ts';
import { viewsQuery, websitesQuery } from '../stores/stores.ts';
import { PageHead } from '../ui/page-head.tsx';
import { DraftsOfPage, useHasDraft } from './drafts.tsx';
import { SettingRow } from './setting-row.tsx';
import { type Field, fieldsQuery, GLOBAL, type Scope, type Section, sectionsOf } from './settings.ts';
import classes from './settings-page.module.css';

/** Stores › Settings › Configuration. */
export function SettingsPage() {
  return (
    <DraftsOfPage>
      <Settings />
    </DraftsOfPage>
  );
}

function Settings() {
  const { data: fields } = useSuspenseQuery(fieldsQuery);
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const hasDraft = useHasDraft();
  const [text, setText] = useState('');
  const sections = sectionsOf(fields);
  const scope = scopeOf(search['scope']);
  const current = sections.find((section) => section.id === search['section']) ?? sections[0];
  const go = (changes: Record<string, string>): void =>
    void navigate({ to: '.', search: { ...search, ...changes } as never, replace: true });
  const found = text.trim() === '' ? current : searched(fields, text);
  return (
    <>
      <PageHead
        title="Configuration"
        about="A setting of a website or store view holds there instead of the wider one."
      >
        <ScopeSelect scope={scope} onChange={(value) => go({ scope: value })} />
      </PageHead>
      <div className={classes.columns}>
        <div className={classes.side}>
          <TextInput
            size="sm"
            mb="xs"
            aria-label="Search settings"
            placeholder="Search settings…"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <nav aria-label="Sections" className={classes.sections}>
            {sections.map((section) => (
              <button
                key={section.id}
                type="button"
                className={classes.section}
                aria-current={section.id === current?.id && text === '' ? 'page' : undefined}
                onClick={() => {
                  setText('');
                  go({ section: section.id });
                }}
              >
                {section.title}
                {hasDraft(section.id) && (
                  <>
                    <span aria-hidden> •</span>
                    <VisuallyHidden> (not saved)</VisuallyHidden>
                  </>
                )}
              </button>
            ))}
          </nav>
        </div>
        {found !== undefined && <SectionView section={found} scope={scope} />}
      </div>
    </>
  );
}

function searched(fields: readonly Field[], text: string): Section {
  const words = text.trim().toLowerCase().split(/\s+/);
  const matching = fields.filter((field) => {
    const all = `${field.path} ${field.label} ${field.description}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  return {
    id: 'search',
    title: `Settings with “${text.trim()}”`,
    groups: [{ id: 'found', title: '', fields: matching }],
  };
}

function SectionView({ section, scope }: { section: Section; scope: Scope }) {
  return (
    <Stack style={{ minWidth: 0 }}>
      <Title order={2}>{section.title}</Title>
      {section.groups.map((group) => (
        <Paper key={group.id} withBorder p="lg" component="section" aria-label={group.title || section.title}>
          {group.title !== '' && (
            <Title order={3} mb="sm">
              {group.title}
            </Title>
          )}
          {group.fields.map((field) => (
            <SettingRow key={`${field.path} ${scope.scope} ${scope.scopeId}`} field={field} scope={scope} />
          ))}
          {group.fields.length === 0 && <Text c="dimmed">No setting is called that.</Text>}
        </Paper>
      ))}
    </Stack>
  );
}

function scopeOf(value: unknown): Scope {
  const [, scope, id] = /^(websites|stores)-(\d+)$/.exec(String(value ?? '')) ?? [];
  return scope === 'websites' || scope === 'stores' ? { scope, scopeId: Number(id) } : GLOBAL;
}

function ScopeSelect({ scope, onChange }: { scope: Scope; onChange: (value: string) => void }) {
  const may = useMay()('Magento_Backend::store');
  const { data: websites = [] } = useQuery({ ...websitesQuery, enabled: may });
  const { data: views = [] } = useQuery({ ...viewsQuery, enabled: may });
  return (
    <Group gap="xs">
      <NativeSelect
        label="Scope"
        value={scope.scope === 'default' ? 'default' : `${scope.scope}-${scope.scopeId}`}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[
          { value: 'default', label: 'Default Config' },
          ...websites
            .filter((website) => website.id !== 0)
            .flatMap((website) => [
              { value: `websites-${website.id}`, label: website.name },
              ...views
                .filter((view) => view.website_id === website.id)
                .map((view) => ({ value: `stores-${view.id}`, label: `\u2003${view.name}` })),
            ]),
        ]}
      />
    </Group>
  );
}
