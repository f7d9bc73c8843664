import {
  Alert,
  Badge,
  Button,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Table,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { IconBug, IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { postTo } from '../api/client.ts';
import { FormFailure } from '../ui/form-failure.tsx';
import { required, useApiForm, wrong } from '../ui/use-api-form.ts';
import classes from './signature-debugger.module.css';

interface Explanation {
  readonly matches: boolean;
  readonly rule?: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly protocol_error?: string;
  readonly timestamp: string;
  readonly base_string_rfc5849: string;
  readonly base_string_magento: string;
  readonly difference?: {
    readonly part: string;
    readonly position: number;
    readonly ours: string;
    readonly clients: string;
    readonly text: string;
  };
  readonly verdicts: readonly { readonly code: string; readonly text: string; readonly certain: boolean }[];
}

const EMPTY = { authorization: '', method: 'GET', url: '', clientBaseString: '', body: '' };

/** Takes a refused request and says what is wrong with its signature. */
export function SignatureDebugger({ integrationId }: { integrationId: number }) {
  const [explanation, setExplanation] = useState<Explanation | null>(null);
  const form = useApiForm({
    initial: EMPTY,
    check: (values) =>
      wrong<typeof EMPTY>({ authorization: required(values.authorization), url: required(values.url) }),
  });
  const explain = async (): Promise<void> => {
    const found = await form.send((values) =>
      postTo<Explanation>(`/V1/integrations/${integrationId}/debug-signature`, values),
    );
    if (found !== null) setExplanation(found);
  };
  return (
    <Stack>
      <Paper withBorder p="lg">
        <Title order={2} mb={4}>
          Why is my signature refused?
        </Title>
        <Text size="sm" c="dimmed" mb="md">
          Paste a request as your client sent it. It is compared with what this server would sign; secrets are not
          shown.
        </Text>
        <FormFailure failure={form.failure} />
        <form
          ref={form.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void explain();
          }}
        >
          <Stack gap="sm">
            <Textarea
              label="Authorization header"
              placeholder={'OAuth oauth_consumer_key="…", oauth_token="…", oauth_signature="…", …'}
              required
              autosize
              minRows={3}
              spellCheck={false}
              classNames={{ input: classes.code ?? '' }}
              {...form.text('authorization')}
            />
            <Group align="flex-start" gap="sm">
              <NativeSelect label="Method" data={['GET', 'POST', 'PUT', 'DELETE']} w={120} {...form.text('method')} />
              <TextInput
                label="URL"
                description="Complete, with its query, exactly as it was called."
                placeholder="https://store.example/rest/V1/customers/search?searchCriteria[pageSize]=10"
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                required
                spellCheck={false}
                style={{ flex: 1, minWidth: 240 }}
                {...form.text('url')}
              />
            </Group>
            <Textarea
              label="Base string of the client"
              description="If your library can print it: then the first difference is shown."
              autosize
              minRows={2}
              spellCheck={false}
              classNames={{ input: classes.code ?? '' }}
              {...form.text('clientBaseString')}
            />
            <Textarea
              label="Body"
              description="Only if it may have been signed by mistake; a JSON body never is."
              autosize
              minRows={1}
              spellCheck={false}
              classNames={{ input: classes.code ?? '' }}
              {...form.text('body')}
            />
            <Group>
              <Button type="submit" loading={form.isSending} leftSection={<IconBug size={17} />}>
                Explain the signature
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
      {explanation !== null && <Result explanation={explanation} />}
    </Stack>
  );
}

function Result({ explanation }: { explanation: Explanation }) {
  const { matches, rule, verdicts, difference, parameters } = explanation;
  return (
    <Paper withBorder p="lg" role="region" aria-label="Explanation" aria-live="polite">
      <Alert
        color={matches ? 'teal' : 'red'}
        variant="light"
        icon={matches ? <IconCheck size={18} /> : <IconX size={18} />}
        title={matches ? 'The signature is right' : 'The signature does not fit the request'}
        mb="md"
      >
        {matches
          ? `It was made by ${rule === 'magento' ? "Magento's rule" : rule === 'mixed' ? 'a mixture of both rules' : 'RFC 5849'}.`
          : (explanation.protocol_error ?? 'What is known of the reason stands below.')}
      </Alert>
      <Title order={3} mb="xs">
        Verdict
      </Title>
      <ul className={classes.verdicts}>
        {verdicts.map((verdict) => (
          <li key={`${verdict.code}${verdict.text}`}>
            <Badge size="sm" tt="none" variant="light" color={verdict.certain ? 'terracotta' : 'gray'} mr="xs">
              {verdict.certain ? 'certain' : 'likely'}
            </Badge>
            {verdict.text}
          </li>
        ))}
      </ul>
      {difference !== undefined && <DifferenceView difference={difference} />}
      <Title order={3} mt="lg" mb="xs">
        Our base strings
      </Title>
      <BaseString label="By RFC 5849" text={explanation.base_string_rfc5849} />
      <BaseString label="By Magento's rule" text={explanation.base_string_magento} />
      <Title order={3} mt="lg" mb="xs">
        Parameters in the header
      </Title>
      <Table withTableBorder={false} aria-label="Parameters in the header">
        <Table.Tbody>
          {parameters.map(({ name, value }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500} w="40%">
                {name}
              </Table.Th>
              <Table.Td>
                <code>{value}</code>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function DifferenceView({ difference }: { difference: NonNullable<Explanation['difference']> }) {
  return (
    <>
      <Title order={3} mt="lg" mb="xs">
        First difference, at character {difference.position + 1} ({difference.part})
      </Title>
      <Text size="sm" mb="xs">
        {difference.text}
      </Text>
      <BaseString label="Ours" text={`…${difference.ours}…`} />
      <BaseString label="The client's" text={`…${difference.clients}…`} />
    </>
  );
}

function BaseString({ label, text }: { label: string; text: string }) {
  return (
    <figure className={classes.figure}>
      <figcaption>{label}</figcaption>
      <code className={classes.code}>{text}</code>
    </figure>
  );
}
