import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface ConfirmButtonProps extends ButtonProps {
  readonly children: ReactNode;
  readonly title: string;
  readonly question: ReactNode;
  /** The word on the button that does it. */
  readonly verb: string;
  readonly onConfirm: () => Promise<unknown>;
  readonly 'aria-label'?: string;
}

/** Asks before it does what cannot be undone. */
export function ConfirmButton({ title, question, verb, onConfirm, children, ...button }: ConfirmButtonProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {children}
      </Button>
      <Modal opened={isOpen} onClose={close} title={title} centered closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {question}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button
              color="red.8"
              onClick={() => {
                close();
                void onConfirm();
              }}
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
