import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Waits for its standard input to end, which happens when our process ends, in whatever way. `$1` signal, `$2` process,
 * `$3` directory to remove (or empty).
 */
const script = `
  while read -r _; do :; done
  kill -s "$1" "$2" 2>/dev/null
  [ -n "$3" ] || exit 0
  n=0; while kill -0 "$2" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
  rm -rf "$3"`;

export interface GuardOptions {
  /** Sent to it when our process has ended. */
  signal?: 'TERM' | 'INT' | 'QUIT';
  /** Directory to remove once it is gone. */
  remove?: string;
}

/** Sees to it that a process ends when ours does, even by `kill -9`. @returns gives that up */
export function guard(pid: number, { signal = 'TERM', remove = '' }: GuardOptions = {}): () => void {
  // In a group of its own: what ends the others of ours must not end it before them.
  const shell = spawn('/bin/sh', ['-c', script, 'guard', signal, String(pid), remove], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => {
    shell.kill('SIGKILL');
    shell.stdin.destroy();
  };
}

/** For a program that is started to be used: it ends when our process does, in whatever way. @returns the same child */
export function endsWithUs<T extends ChildProcess>(child: T): T {
  if (child.pid !== undefined) child.once('exit', guard(child.pid));
  return child;
}
