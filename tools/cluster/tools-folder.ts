import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where tools are kept that npm has not got: outside the repository, so that every checkout shares them. */
export function toolsFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wellspring-tools');
}
