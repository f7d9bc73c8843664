import { ConfirmButton } from '../ui/confirm-button.tsx';
import { useAction } from '../ui/use-action.ts';
import { deleteIntegration, type Integration, integrationsKey } from './integrations.ts';

interface DeleteIntegrationProps {
  readonly integration: Integration;
  readonly onDeleted?: () => void;
}

export function DeleteIntegration({ integration, onDeleted }: DeleteIntegrationProps) {
  const remove = useAction({
    confirmed: `You are about to delete the integration '${integration.name}'.`,
    run: async () => {
      await deleteIntegration(integration.id);
      onDeleted?.();
    },
    done: () => `The integration '${integration.name}' has been deleted.`,
    changes: [integrationsKey],
  });
  return (
    <ConfirmButton
      size={onDeleted === undefined ? 'compact-sm' : 'sm'}
      variant="default"
      aria-label={`Delete ${integration.name}`}
      title="Delete the integration?"
      verb="Delete"
      question={`Are you sure you want to delete the integration '${integration.name}'? Its keys and tokens stop working at once. This cannot be undone.`}
      onConfirm={() => remove.mutateAsync().catch(() => {})}
    >
      Delete
    </ConfirmButton>
  );
}
