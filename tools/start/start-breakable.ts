import { FaultServer } from '../pinpoint/faults/fault-server.ts';
import { Playground } from '../pinpoint/faults/playground.ts';
import type { Stack, StackOptions } from '../stack/stack.ts';

/** `--faults`: a stack in which everything can be broken, by whoever asks for it with `npm run fault`. */
export async function startBreakable(options: StackOptions): Promise<Stack> {
  const playground = await Playground.start({ ...options, twice: 'billing' });
  const faults = await FaultServer.start(playground, options.dataDir);
  const stop = async (): Promise<void> => {
    await faults.stop();
    await playground.stop();
  };
  return { ...playground.stack, stop };
}
