import { Paper, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Mark } from '../shell/mark.tsx';
import { useTitle } from '../ui/use-title.ts';
import { useKeepSession } from './session.ts';
import { SignInForm } from './sign-in-form.tsx';
import classes from './sign-in-page.module.css';

export function SignInPage() {
  useTitle('Sign in');
  const { to } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const keep = useKeepSession();
  return (
    <main className={classes.page}>
      <Paper className={classes.card ?? ''} withBorder shadow="sm" p="xl">
        <div className={classes.head}>
          <Mark size={40} />
          <div>
            <Title order={1} size="h3">
              Welcome, please sign in
            </Title>
            <Text size="sm" c="dimmed">
              Tessera admin panel
            </Text>
          </div>
        </div>
        <SignInForm
          onSignedIn={(session) => {
            keep(session);
            void navigate({ href: to ?? '/dashboard', replace: true });
          }}
        />
      </Paper>
    </main>
  );
}
