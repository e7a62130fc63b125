import { NativeSelect } from '@mantine/core';

interface Props<Kind extends string> {
  label: string;
  /** Every kind with its word, in order. */
  kinds: Readonly<Record<Kind, { readonly word: string }>>;
  chosen: Kind | undefined;
  /** Empty: all of them. */
  choose: (kind: string) => void;
}

/** One kind of a list, or all. */
export function KindFilter<Kind extends string>({ label, kinds, chosen, choose }: Props<Kind>) {
  const words = Object.entries<{ readonly word: string }>(kinds);
  return (
    <NativeSelect
      label={label}
      mb="md"
      maw={280}
      value={chosen ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: '', label: 'All' },
        ...words.map(([value, { word }]) => ({ value, label: word })),
      ]}
    />
  );
}
