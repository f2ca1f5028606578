/**
 * What one layer of an image holds, and its bytes: the same for everybody, whoever makes it, when and where. Modes, owners,
 * times and order are ours; of the files only content, and whether they can be executed, counts. BuildKit unpacks the
 * archive as it is, whereas folders it copies by itself would carry the time of the build.
 */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tarArchive, type TarEntry } from './tar.ts';

/** For what does not change with a commit: its image layer must not, either. */
export const timelessSeconds = Date.UTC(1980, 0, 1) / 1000;

export class Layer {
  private readonly entries = new Map<string, TarEntry>();

  /** Adds a file, link or folder with everything in it that `wanted` (asked by path in the image) lets through. */
  addPath(path: string, source: string, wanted: (path: string) => boolean = () => true): this {
    const info = lstatSync(source);
    if (info.isSymbolicLink()) return this.add({ path, kind: 'link', mode: 0o777, target: readlinkSync(source) });
    if (info.isFile()) return wanted(path) ? this.addFile(path, readFileSync(source), (info.mode & 0o100) !== 0) : this;
    // A sticky folder is one that everybody writes to, as /tmp.
    if (path !== '') this.add({ path, kind: 'folder', mode: info.mode & 0o1000 ? 0o1777 : 0o755 });
    for (const name of readdirSync(source))
      this.addPath(path === '' ? name : `${path}/${name}`, join(source, name), wanted);
    return this;
  }

  addFile(path: string, content: Buffer | string, executable = false): this {
    return this.add({ path, kind: 'file', mode: executable ? 0o755 : 0o644, content: Buffer.from(content) });
  }

  get files(): string[] {
    return this.sorted().flatMap(({ path, kind }) => (kind === 'file' ? [path] : []));
  }

  /** SHA-256, in hexadecimal, of everything but the time. */
  fingerprint(): string {
    return createHash('sha256').update(this.archive(timelessSeconds)).digest('hex');
  }

  archive(timeSeconds: number): Buffer {
    return tarArchive(this.sorted(), timeSeconds);
  }

  private add(entry: TarEntry): this {
    const parent = dirname(entry.path);
    if (parent !== '.' && !this.entries.has(parent)) this.add({ path: parent, kind: 'folder', mode: 0o755 });
    if (basename(entry.path).startsWith('.env')) throw new Error(`${entry.path} must not be in an image`);
    this.entries.set(entry.path, entry);
    return this;
  }

  private sorted(): TarEntry[] {
    return [...this.entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
