import { hasCode } from './system-error.ts';

/** Whether there is a process of that id, of whatever kind. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
