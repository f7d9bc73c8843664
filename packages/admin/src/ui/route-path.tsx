import { Fragment } from 'react';

/** A route of the Web API, which is broken between its parts where it has to be. */
export function RoutePath({ method, route }: { method?: string; route: string }) {
  return (
    <code>
      {method !== undefined && `${method} `}
      {route.split(/(?=\/)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts may be equal, and never change
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </code>
  );
}
