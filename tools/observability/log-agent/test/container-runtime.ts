/**
 * Keeps what processes print as a container runtime does on a node: in `<namespace>_<pod>_<uid>/<container>/0.log`, a time
 * and the stream before each line, a long one in pieces.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const longestPiece = 16_384;
const pauseMs = 20;

export interface ContainerOutput {
  container: string;
  /** What the process has printed so far, and goes on printing to. */
  file: string;
}

export class ContainerRuntime {
  private readonly folder: string;
  private readonly stopping = new AbortController();
  private readonly followed: Promise<void>[] = [];

  /** @param folder as `/var/log/pods` */
  constructor(folder: string) {
    this.folder = folder;
  }

  keep({ container, file }: ContainerOutput): void {
    const kept = join(this.folder, `wellspring_${container}-0_uid-of-${container}`, container);
    mkdirSync(kept, { recursive: true });
    this.followed.push(this.follow(file, join(kept, '0.log')));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.followed);
  }

  /** Bytes are kept as they are, whatever they mean: as Latin-1, each is a character. */
  private async follow(from: string, to: string): Promise<void> {
    const { signal } = this.stopping;
    await using file = await open(from);
    let rest = '';
    while (!signal.aborted) {
      // On from where the last read ended.
      const { buffer, bytesRead } = await file.read();
      const lines = (rest + buffer.toString('latin1', 0, bytesRead)).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) appendFileSync(to, lines.map(criLines).join(''), 'latin1');
      if (bytesRead === 0) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

function criLines(line: string): string {
  const time = new Date().toISOString().replace('Z', '000000Z');
  if (line.length <= longestPiece) return `${time} stdout F ${line}\n`;
  return `${time} stdout P ${line.slice(0, longestPiece)}\n${criLines(line.slice(longestPiece))}`;
}
