/** What a process has used, as Linux tells it; elsewhere there is nothing to read and the figures are left out. */
import { existsSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processor time since the start of the process, in ms, user and system. */
export function cpuMs(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // The second field is the name in parentheses and may hold anything; what follows it is separated by blanks.
  const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
}

/** Resident memory, in MB (10^6 bytes). */
export function residentMb(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return undefined;
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kib === undefined ? undefined : (Number(kib) * 1024) / 1e6;
}
