import { IconShieldCheck } from '@tabler/icons-react';
import { Band } from '../parts/Band.tsx';

export function SandboxBand() {
  return (
    <Band tone="calm">
      <IconShieldCheck size={16} stroke={1.75} aria-hidden />
      Sandbox: nothing leaves this machine
    </Band>
  );
}
