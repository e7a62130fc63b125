import { Fragment } from 'react';

/** A host's name or an address, which may break after its dots and its @, and nowhere else. */
export function Name({ children }: { children: string }) {
  return children.split(/(?<=[.@|])/u).map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
