/** `npm run cluster -- down` */
import type { Command } from '@wellspring/command';
import { removeCluster } from './remains.ts';

export function addDown(program: Command): void {
  program.command('down').description('end the cluster of this machine and whatever is left of one').action(down);
}

async function down(): Promise<void> {
  await removeCluster();
  console.log('There is no local cluster on this machine.');
}
