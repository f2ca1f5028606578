import { readFile } from 'node:fs/promises';
import { describeFileError } from '../../yaml-file/file-error.ts';
import type { OldPortal } from './old-portal.ts';
import { parseOldPortals } from './parse.ts';
import type { Secrets } from './secrets.ts';

/** The old portals there are. Read once: what a running connection relies on does not change under it. */
export class OldPortals {
  private readonly byName: ReadonlyMap<string, OldPortal>;

  constructor(readonly all: readonly OldPortal[]) {
    this.byName = new Map(all.map((portal) => [portal.name, portal]));
  }

  /**
   * @param path of the file; without, there is no old portal
   * @throws Error naming every mistake in it
   */
  static async read(path: string | undefined, secrets: Secrets): Promise<OldPortals> {
    if (path === undefined) return new OldPortals([]);
    const parsed = parseOldPortals(await readFile(path, 'utf8'), secrets);
    if (!parsed.ok) throw new Error(parsed.errors.map((error) => describeFileError(path, error)).join('; '));
    return new OldPortals(parsed.file);
  }

  get(name: string): OldPortal | undefined {
    return this.byName.get(name);
  }
}
