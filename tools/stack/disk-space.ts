/** Says so when the disk runs full, long before PostgreSQL and logs fail in ways that name something else. */
import { statfsSync } from 'node:fs';
import { CommandFailure } from '@wellspring/command';

const megabyte = 1_048_576;
/** What a run writes before somebody can have reacted. */
const scarceMb = 200;
const lookEveryMs = 2_000;

/** @throws CommandFailure when a run would not get far */
export function requireSpace(folder: string): void {
  const left = freeMb(folder);
  if (left < scarceMb) throw new CommandFailure(`${describe(folder, left)} Make room on it, and start again.`);
}

/** @returns stops watching */
export function watchSpace(folder: string, say: (text: string) => void, free = freeMb): () => void {
  let scarce = false;
  const timer = setInterval(() => {
    const left = free(folder);
    if (left < scarceMb === scarce) return;
    scarce = !scarce;
    const advice = 'Make room on it: until then nothing may be stored, and bills and payments fail.';
    say(scarce ? `${describe(folder, left)} ${advice}` : `The disk has room again: ${Math.floor(left)} MB.`);
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
  };
}

export function freeMb(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / megabyte;
}

function describe(folder: string, left: number): string {
  return `The disk of ${folder} is ${left < 1 ? 'full' : `all but full: ${Math.floor(left)} MB are left`}.`;
}
