import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Waits for its standard input to end, which happens when our process ends, in whatever way. `$1` signal, `$2` process,
 * `$3` tenths of a second it has to end in, `$4` directory to remove (or empty).
 */
const script = `
  while read -r _; do :; done
  kill -s "$1" "$2" 2>/dev/null
  n=0; while kill -0 "$2" 2>/dev/null && [ $n -lt "$3" ]; do sleep 0.1; n=$((n + 1)); done
  [ $n -lt "$3" ] || kill -s KILL "$2" 2>/dev/null
  n=0; while kill -0 "$2" 2>/dev/null && [ $n -lt 20 ]; do sleep 0.1; n=$((n + 1)); done
  [ -z "$4" ] || rm -rf "$4"`;

export interface GuardOptions {
  /** Sent to it when our process has ended. */
  signal?: 'TERM' | 'INT' | 'QUIT';
  /** What hangs or is frozen hears no signal: so long after it, it is ended by force. */
  forceAfterSeconds?: number;
  /** Directory to remove once it is gone. */
  remove?: string;
}

/** Sees to it that a process ends when ours does, even by `kill -9`. @returns gives that up */
export function guard(
  pid: number,
  { signal = 'TERM', forceAfterSeconds = 30, remove = '' }: GuardOptions = {},
): () => void {
  // In a group of its own: what ends the others of ours must not end it before them.
  const shell = spawn(
    '/bin/sh',
    ['-c', script, 'guard', signal, String(pid), String(Math.ceil(forceAfterSeconds * 10)), remove],
    {
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
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
