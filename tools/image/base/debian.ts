/** The few files of Debian that Node needs, from whichever mirror the operator has. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../../topology/topology.ts';
import { timelessSeconds } from '../layer.ts';

const release = 'bookworm';
const packages = ['base-files', 'libc6', 'libgcc-s1', 'libstdc++6'];
const mirror = process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';
const securityMirror = process.env['DEBIAN_SECURITY_MIRROR'] ?? 'http://deb.debian.org/debian-security';

/**
 * Unpacks them into `folder`. Needs root or user namespaces. A snapshot.debian.org mirror gives the packages of a day.
 * @throws Error with what mmdebstrap said.
 */
export async function unpackDebian(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const args = [
    '--quiet',
    '--variant=extract',
    '--format=null',
    `--include=${packages.join(',')}`,
    `--extract-hook='${join(workspaceRoot, 'docker/base/trim.sh')}' "$1"`,
    `--extract-hook=sync-out /kept '${folder}'`,
    release,
    '/dev/null',
    `deb ${mirror} ${release} main`,
    `deb ${mirror} ${release}-updates main`,
    `deb ${securityMirror} ${release}-security main`,
  ];
  try {
    await promisify(execFile)('mmdebstrap', args, {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(timelessSeconds) },
    });
  } catch (error) {
    throw new Error(`mmdebstrap could not unpack ${release} from ${mirror} (is the package mmdebstrap installed?)`, {
      cause: error,
    });
  }
}
