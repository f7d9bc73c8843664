import { Modal, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import { useMay } from '../session/session.ts';
import classes from './palette.module.css';
import { useMenu } from './use-menu.ts';
import { useScheme } from './use-scheme.ts';

interface Command {
  readonly label: string;
  readonly path: string;
  readonly words: string;
  readonly run: () => void;
}

/** `Ctrl K`: to any page by its name. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size="lg" yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content>
        <VisuallyHidden>
          <Modal.Title>Go to a page</Modal.Title>
        </VisuallyHidden>
        <Commands onClose={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function useCommands(): readonly Command[] {
  const may = useMay();
  const navigate = useNavigate();
  const { scheme, toggle } = useScheme();
  const pages = useMenu().flatMap((section) =>
    section.groups.flatMap((group) =>
      group.entries.map((entry): Command => {
        const way = [section.label, group.label].filter((part) => part !== '' && part !== entry.label);
        return {
          label: entry.label,
          path: way.join(' › '),
          words: `${way.join(' ')} ${entry.words ?? ''}`,
          run: () => void navigate({ to: entry.to }),
        };
      }),
    ),
  );
  const action = (label: string, to: string, resource: string): readonly Command[] =>
    may(resource) ? [{ label, path: 'Action', words: 'add create', run: () => void navigate({ to }) }] : [];
  return [
    ...pages,
    ...action('Add New Integration', '/integrations/new', 'Magento_Integration::integrations'),
    ...action('Add New User', '/users/new', 'Magento_User::acl_users'),
    ...action('Add New Role', '/roles/new', 'Magento_User::acl_roles'),
    ...action('Add New Customer', '/customers/new', 'Magento_Customer::manage'),
    {
      label: 'Account Setting',
      path: 'Account',
      words: 'password sessions',
      run: () => void navigate({ to: '/account' }),
    },
    {
      label: scheme === 'dark' ? 'Switch to light' : 'Switch to dark',
      path: 'Appearance',
      words: 'theme dark light',
      run: toggle,
    },
  ];
}

const matches = (command: Command, text: string): boolean => {
  const all = `${command.label} ${command.words}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
};

function Commands({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const found = useCommands().filter((command) => matches(command, text));
  const current = Math.min(at, found.length - 1);
  // What the keys have chosen is in sight.
  useEffect(() => document.getElementById(`${list}-${current}`)?.scrollIntoView({ block: 'nearest' }), [list, current]);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKey = (event: React.KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((current + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter') run(found[current]);
  };
  return (
    <>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className={classes.field ?? ''}
        placeholder="Go to a page, or do something…"
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        role="combobox"
        aria-label="Search for a page"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${current}` : undefined}
      />
      <div role="listbox" id={list} aria-label="Pages" className={classes.list}>
        {found.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={command.label}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classes.item}
            onMouseMove={() => setAt(index)}
            onClick={() => run(command)}
          >
            <span>{command.label}</span>
            <Text size="xs" c="dimmed" component="span">
              {command.path}
            </Text>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <Text c="dimmed" p="md" size="sm" role="status">
          Nothing is called that.
        </Text>
      )}
    </>
  );
}
