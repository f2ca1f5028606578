/** What somebody else's program says about what we generate. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ToolName } from '../../cluster/tools-folder.ts';

const longestMs = 120_000;

export type Program =
  | ToolName
  | 'age'
  | 'bash'
  | 'cloud-init'
  | 'containerd'
  | 'curl'
  | 'go'
  | 'ip'
  | 'nft'
  | 'nsenter'
  | 'openssl'
  | 'unshare';

/** Where they are not called as the program is. */
const packages: Partial<Record<Program, string>> = {
  go: 'golang',
  ip: 'iproute2',
  nft: 'nftables',
  nsenter: 'util-linux',
  unshare: 'util-linux',
};

export interface Verification {
  what: string;
  needs: Program[];
  /**
   * @param programs where each of them is
   * @throws Error with what a program says
   */
  run: (programs: Record<string, string>) => Promise<void>;
}

/** How to get a program. */
export function hintOf(program: Program): string {
  const built: Program[] = ['kubeadm', 'etcd', 'etcdctl', 'etcdutl'];
  return built.includes(program)
    ? `npm run cluster:set-up -- ${program}`
    : `apt-get install ${packages[program] ?? program}`;
}

/** @throws Error with everything that the program said, when it was not content */
export async function say(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs });
  const [told, complained] = [text(child.stdout), text(child.stderr)];
  await once(child, 'close');
  if (child.exitCode === 0) return told;
  throw new Error(`${program} ${args.join(' ')}:\n${`${await told}${await complained}`.trim()}`);
}
