/** `npm run cluster -- secrets` */
import type { Command } from '@wellspring/command';
import { stringify } from 'yaml';
import { newSecrets } from './secrets/new-secrets.ts';

export function addSecrets(program: Command): void {
  program
    .command('secrets')
    .description('new secrets for a new cluster, on standard output: for sops to encrypt, never for a file')
    .requiredOption('--store-id <id>', 'of the credentials for the store of snapshots')
    .requiredOption('--store-key <key>', 'the other half of them')
    .action(({ storeId, storeKey }: { storeId: string; storeKey: string }) => {
      process.stdout.write(stringify(newSecrets({ id: storeId, key: storeKey })));
    });
}
