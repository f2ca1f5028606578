/** Programs that set something up and are done. */
import { execFileSync } from 'node:child_process';

/**
 * @returns what it printed
 * @throws Error with what the program said
 */
export function run(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = typeof error === 'object' && error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`${program} ${args.join(' ')}: ${said}`, { cause: error });
  }
}
