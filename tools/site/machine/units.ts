import type { Machine } from '../description/site.ts';
import { timers } from './timers.ts';

/** What systemd has to keep running on a machine. */
export function unitsOf({ role }: Machine): string[] {
  const onEvery = ['chrony', 'containerd', 'keepalived', 'kubelet', 'nftables'];
  return role === 'control-plane' ? [...onEvery, ...timers] : onEvery;
}
