import { Checkbox, Select } from '@mantine/core';
import { CLASS_HEADINGS, SENSITIVITIES } from '../attributes/words.ts';
import { useSession } from '../session/session.ts';
import type { Role, Roles } from './queries.ts';

type HighestClass = Role['highestClass'];
const CLASSES = SENSITIVITIES.map((value) => ({ value, label: CLASS_HEADINGS[value] }));

interface MayFieldProps {
  description: string;
  permissions: Roles['permissions'];
  value: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  error?: string | undefined;
}

/** Which permissions are given; of those that somebody lacks, none. */
export function MayField({ description, permissions, value, onChange, error }: MayFieldProps) {
  const { user } = useSession();
  return (
    <Checkbox.Group
      label="May"
      description={description}
      value={[...value]}
      onChange={onChange}
      error={error}
    >
      <div style={{ display: 'grid', gap: 8, margin: '8px 0' }}>
        {permissions.map(({ permission, words }) => (
          <Checkbox
            key={permission}
            value={permission}
            label={words}
            disabled={!user.permissions.includes(permission)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}

interface ClassFieldProps {
  description: string;
  value: HighestClass;
  onChange: (value: HighestClass) => void;
  error?: string | undefined;
}

/** Up to which class data is opened; null: none. */
export function ClassField({ description, value, onChange, error }: ClassFieldProps) {
  return (
    <Select
      label="Opens data up to"
      description={description}
      placeholder="No class"
      clearable
      clearButtonProps={{ 'aria-label': 'No class' }}
      data={CLASSES}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
