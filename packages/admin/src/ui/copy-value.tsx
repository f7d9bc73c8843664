import { ActionIcon, Group, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';

const SAID_MILLISECONDS = 2000;

/** Copies what a field shows. Over plain http browsers give no clipboard, but copy what is selected. */
async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand('copy');
  }
}

const SAID = { copied: 'Copied', refused: 'Press Ctrl C to copy' } as const;

/** A value to be taken elsewhere: selected by a click, copied by the button. */
export function CopyValue({ label, value }: { label: string; value: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<keyof typeof SAID | null>(null);
  const copy = async (): Promise<void> => {
    if (field.current === null) return;
    setOutcome((await copyFrom(field.current)) ? 'copied' : 'refused');
    setTimeout(() => setOutcome(null), SAID_MILLISECONDS);
  };
  const isCopied = outcome === 'copied';
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        ref={field}
        style={{ flex: 1 }}
        label={label}
        value={value}
        readOnly
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Tooltip label={outcome === null ? 'Copy' : SAID[outcome]} {...(outcome === null ? {} : { opened: true })}>
        <ActionIcon
          size={36}
          variant="default"
          onClick={() => void copy()}
          aria-label={isCopied ? `${label} copied` : `Copy ${label}`}
        >
          {isCopied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
