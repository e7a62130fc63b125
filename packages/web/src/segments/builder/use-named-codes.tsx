import type { OptionsFilter } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Attribute } from '../../attributes/queries.ts';
import { namedCodesQuery } from '../queries.ts';

/** What a field for codes offers: those of its system that have names, found by either. */
export function useNamedCodes(system: Attribute['system']) {
  const all = useQuery({ ...namedCodesQuery, enabled: system !== null });
  const codes = all.data?.find((one) => one.system === system)?.codes ?? [];
  const names = new Map<string, string>();
  for (const { code, name } of codes) {
    const before = names.get(code);
    names.set(code, before === undefined ? name : `${before}, ${name}`);
  }
  const filter: OptionsFilter = ({ options, search }) => {
    const wanted = search.trim().toLowerCase();
    return options.filter((option) => {
      if (!('value' in option)) return false;
      const name = names.get(option.value)?.toLowerCase() ?? '';
      return option.value.toLowerCase().startsWith(wanted) || name.includes(wanted);
    });
  };
  return {
    data: [...names.keys()],
    filter,
    renderOption: ({ option }: { option: { value: string } }) => (
      <>
        {option.value}: {names.get(option.value)}
      </>
    ),
  };
}
