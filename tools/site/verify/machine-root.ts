/** The files of a machine in a folder, as they are below `/` on the machine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MachineFile } from '../machine/machine-file.ts';

export function putFiles(root: string, files: MachineFile[]): void {
  for (const { path, content, executable } of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: executable ? 0o700 : 0o600 });
  }
}
