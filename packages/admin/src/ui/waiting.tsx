import { Center, Loader } from '@mantine/core';
import classes from './waiting.module.css';

/** In place of what is being loaded; unseen for a moment, since most things come within one. */
export function Waiting() {
  return (
    <Center mih={240} className={classes.late ?? ''}>
      <Loader type="dots" aria-label="Loading" />
    </Center>
  );
}
