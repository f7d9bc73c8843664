import { Center, Loader } from '@mantine/core';

export function Waiting() {
  return (
    <Center mih={240}>
      <Loader type="dots" aria-label="Loading" />
    </Center>
  );
}
