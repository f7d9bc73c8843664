import { Modal, VisuallyHidden } from '@mantine/core';
import { type Integration, STATUS } from '../integrations.ts';
import { AskStage } from './ask-stage.tsx';
import { LinkStage } from './link-stage.tsx';
import { RefusedStage } from './refused-stage.tsx';
import { TokensStage } from './tokens-stage.tsx';
import { useActivation } from './use-activation.ts';

interface ActivationDialogProps {
  readonly integration: Integration;
  readonly onClose: () => void;
}

/** Activates an integration, step by step; every step can be tried again. */
export function ActivationDialog({ integration, onClose }: ActivationDialogProps) {
  const { stage, events, start, openAgain, reset } = useActivation(integration);
  const isAgain = integration.status === STATUS.active;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`${isAgain ? 'Reauthorize' : 'Activate'} ${integration.name}`}
      closeOnClickOutside={stage.kind === 'asking'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <VisuallyHidden role="status">{ANNOUNCED[stage.kind]}</VisuallyHidden>
      {(stage.kind === 'asking' || stage.kind === 'sending') && (
        <AskStage
          integration={integration}
          isAgain={isAgain}
          isSending={stage.kind === 'sending'}
          error={stage.kind === 'asking' ? stage.error : null}
          onAllow={start}
          onCancel={onClose}
        />
      )}
      {stage.kind === 'shown' && (
        <TokensStage integration={integration} isAgain={isAgain} credentials={stage.credentials} onDone={onClose} />
      )}
      {stage.kind === 'refused' && (
        <RefusedStage integration={integration} error={stage.error} events={events} onRetry={reset} onClose={onClose} />
      )}
      {(stage.kind === 'linking' || stage.kind === 'linked') && (
        <LinkStage
          integration={integration}
          isAgain={isAgain}
          stage={stage}
          events={events}
          onOpen={openAgain}
          onRestart={reset}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

const ANNOUNCED = {
  asking: '',
  sending: 'Activating',
  shown: 'The integration is active',
  refused: 'The activation failed',
  linking: 'Waiting for the application',
  linked: 'The integration is active',
} as const;
