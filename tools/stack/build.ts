/** Builds what changed since the last build, through Nx and its cache. */
import { runNx } from '../nx/run-nx.ts';

/** @throws Error with the build's output when it fails. */
export async function build(): Promise<void> {
  const { code, output } = await runNx({ args: ['run-many', '-t', 'build', '--output-style=stream'] });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}
