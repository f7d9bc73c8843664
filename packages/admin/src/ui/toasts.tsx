import { Notification, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import classes from './toasts.module.css';

interface Toast {
  readonly id: number;
  readonly kind: 'success' | 'error';
  readonly text: string;
}

let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const change = (to: readonly Toast[]): void => {
  toasts = to;
  for (const listener of listeners) listener();
};
const drop = (id: number): void => change(toasts.filter((toast) => toast.id !== id));

const SHOWN_MILLISECONDS = 7000;

/** Says something in passing; failures stay until they are closed. */
export function say(text: string, kind: Toast['kind'] = 'success'): void {
  const id = next++;
  change([...toasts.slice(-3), { id, kind, text }]);
  if (kind === 'success') setTimeout(() => drop(id), SHOWN_MILLISECONDS);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <Stack className={classes.place ?? ''} gap="xs" role="status" aria-live="polite">
      {shown.map(({ id, kind, text }) => (
        <Notification
          key={id}
          withBorder
          color={kind === 'error' ? 'red' : 'teal'}
          icon={kind === 'error' ? <IconAlertTriangle size={18} /> : <IconCheck size={18} />}
          onClose={() => drop(id)}
          closeButtonProps={{ 'aria-label': 'Close this message' }}
        >
          {text}
        </Notification>
      ))}
    </Stack>
  );
}
