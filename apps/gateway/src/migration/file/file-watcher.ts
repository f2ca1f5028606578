import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { describeFileError, type FileError } from '../../yaml-file/file-error.ts';
import type { MigrationFile } from './migration-file.schema.ts';
import { parseMigrationFile } from './parse.ts';

/** The file as it was last seen, for operators. */
export interface FileStatus {
  /** First digits of the SHA-256 of the text in force. */
  digest: string;
  loadedAt: Date;
  /** What is wrong with the text on disk, when that is not the one in force. */
  refused?: { errors: FileError[]; at: Date };
}

export interface FileWatcherOptions {
  path: string;
  upstreams?: readonly string[];
  now?: () => Date;
}

/**
 * Follows the migration file. It is looked at several times a second instead of being watched: one `stat` costs nothing
 * and sees what file events miss: an atomic rename, the symbolic links that Kubernetes swaps under a mounted ConfigMap,
 * a network file system. A text is read when two looks in a row find the same, so that one being written is left alone.
 */
export class FileWatcher {
  private readonly options: FileWatcherOptions;
  private readonly now: () => Date;
  private seen: string;
  private read: string;
  private currentFile: MigrationFile;
  private currentStatus: FileStatus;
  private polling = false;
  private tellFile: (file: MigrationFile) => void = () => undefined;
  private tellRefused: (errors: FileError[]) => void = () => undefined;

  private constructor(options: FileWatcherOptions, look: string, file: MigrationFile, digest: string) {
    this.options = options;
    this.now = options.now ?? (() => new Date());
    this.seen = look;
    this.read = look;
    this.currentFile = file;
    this.currentStatus = { digest, loadedAt: this.now() };
  }

  /**
   * Reads the file for the first time.
   * @throws Error naming every mistake in it, since there is no running state to stay with.
   */
  static async open(options: FileWatcherOptions): Promise<FileWatcher> {
    const look = await lookAt(options.path);
    const text = await readFile(options.path, 'utf8');
    const parsed = parseMigrationFile(text, options);
    if (!parsed.ok) throw new Error(parsed.errors.map((error) => describeFileError(options.path, error)).join('; '));
    return new FileWatcher(options, look, parsed.file, digestOf(text));
  }

  /** The last good file. */
  get file(): MigrationFile {
    return this.currentFile;
  }

  get status(): FileStatus {
    return this.currentStatus;
  }

  /** Called with every further good file. */
  onFile(listener: (file: MigrationFile) => void): void {
    this.tellFile = listener;
  }

  /** Called once for every text that is refused. */
  onRefused(listener: (errors: FileError[]) => void): void {
    this.tellRefused = listener;
  }

  /** One look at the file. Never fails: a file that cannot be read is refused like one with mistakes. */
  async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      const look = await lookAt(this.options.path);
      const settled = look === this.seen;
      this.seen = look;
      if (!settled || look === this.read) return;
      await this.reload();
      this.read = look;
    } catch (error) {
      this.seen = '';
      this.refuse([{ line: 0, column: 0, key: '', reason: `cannot be read: ${reasonOf(error)}` }]);
    } finally {
      this.polling = false;
    }
  }

  private async reload(): Promise<void> {
    const text = await readFile(this.options.path, 'utf8');
    const digest = digestOf(text);
    if (digest === this.currentStatus.digest) {
      this.currentStatus = { digest, loadedAt: this.currentStatus.loadedAt };
      return;
    }
    const parsed = parseMigrationFile(text, this.options);
    if (!parsed.ok) {
      this.refuse(parsed.errors);
      return;
    }
    this.currentStatus = { digest, loadedAt: this.now() };
    this.currentFile = parsed.file;
    this.tellFile(parsed.file);
  }

  private refuse(errors: FileError[]): void {
    const known = JSON.stringify(this.currentStatus.refused?.errors) === JSON.stringify(errors);
    if (known) return;
    this.currentStatus = { ...this.currentStatus, refused: { errors, at: this.now() } };
    this.tellRefused(errors);
  }
}

/** Changes whenever the file does: the link's target, its content or its times. */
async function lookAt(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
