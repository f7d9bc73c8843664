import { Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconClock, IconX } from '@tabler/icons-react';
import { Stamp } from '../ui/moment.tsx';
import classes from './handshake-timeline.module.css';
import type { HandshakeEvent } from './integrations.ts';

const STEPS: Readonly<Record<string, readonly [ok: string, failed: string]>> = {
  callback: ['The credentials were sent to the callback URL', 'The credentials could not be sent to the callback URL'],
  request_token: ['The application was given a request token', 'The application was refused a request token'],
  access_token: ['The application was given its access token', 'The application was refused an access token'],
  activated: ['The integration was activated', 'The activation failed'],
  reauthorized: ['The integration was re-authorized', 'The re-authorization failed'],
  credentials_read: ['The credentials were read', 'The credentials could not be read'],
  token_issued: ['A further token was issued', 'A token could not be issued'],
  token_changed: ['The limits of a token were changed', 'A token could not be changed'],
  token_rotated: ['A token was replaced', 'A token could not be replaced'],
  token_revoked: ['A token was revoked', 'A token could not be revoked'],
  reset: ['The integration was reset', 'The reset failed'],
};

/** What went over the network; secrets are never shown here. */
const SENT: Readonly<Record<string, string>> = {
  callback: 'Sent: oauth_consumer_key, oauth_consumer_secret=••••, store_base_url, oauth_verifier=••••',
  request_token: 'Answered: oauth_token=••••, oauth_token_secret=••••',
  access_token: 'Answered: oauth_token=••••, oauth_token_secret=••••',
};

const titleOf = ({ step, outcome }: HandshakeEvent): string => STEPS[step]?.[outcome === 'ok' ? 0 : 1] ?? step;

interface HandshakeTimelineProps {
  readonly events: readonly HandshakeEvent[];
  /** What has to happen next; null where nothing is awaited. */
  readonly next?: string | null;
}

/** What has happened between this store and the application, the oldest first. */
export function HandshakeTimeline({ events, next = null }: HandshakeTimelineProps) {
  return (
    <ol className={classes.line} aria-label="Handshake timeline" aria-live="polite">
      {events.map((event) => (
        <li key={event.id}>
          <ThemeIcon size={22} radius="xl" color={event.outcome === 'ok' ? 'teal.7' : 'red.8'} aria-hidden>
            {event.outcome === 'ok' ? <IconCheck size={14} /> : <IconX size={14} />}
          </ThemeIcon>
          <div className={classes.what}>
            <Text size="sm" fw={600}>
              {titleOf(event)}
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {event.detail}
            </Text>
            {SENT[event.step] !== undefined && event.outcome === 'ok' && (
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {SENT[event.step]}
              </Text>
            )}
            <Text size="xs" c="dimmed">
              <Stamp at={event.occurred_at} />
              {event.http_status !== null && ` · HTTP ${event.http_status}`}
            </Text>
          </div>
        </li>
      ))}
      {next !== null && (
        <li>
          <ThemeIcon size={22} radius="xl" color="gray.7" aria-hidden>
            <IconClock size={14} />
          </ThemeIcon>
          <Text size="sm" className={classes.what ?? ''}>
            {next}
          </Text>
        </li>
      )}
    </ol>
  );
}
