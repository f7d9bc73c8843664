import { Stack } from '@mantine/core';
import { useSession } from '../session/session.ts';
import { PageHead } from '../ui/page-head.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { TwoFactor } from './two-factor.tsx';

/** The signed-in user's own account. */
export function AccountPage() {
  const { user } = useSession();
  return (
    <>
      <PageHead
        title="Account Setting"
        about={`${user.firstname} ${user.lastname} (${user.username}), ${user.email}`}
      />
      <Stack>
        <OwnPassword />
        <TwoFactor />
        <OwnSessions />
      </Stack>
    </>
  );
}
