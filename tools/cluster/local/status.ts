/** `npm run cluster -- status` */
import type { Command } from '@wellspring/command';
import { existingNamespaces } from './layout.ts';

export function addStatus(program: Command): void {
  program.command('status').description('what runs of it on this machine').action(status);
}

function status(): void {
  const existing = existingNamespaces();
  if (existing.length === 0) {
    console.log('There is no local cluster on this machine.');
    return;
  }
  console.log(`There is a local cluster on this machine: ${existing.join(', ')}`);
}
