import { Injectable } from '@nestjs/common';
import { Logger, messageOf } from '@wellspring/platform';
import { FileWatcher } from '../file/file-watcher.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { AuditStore } from './audit.store.ts';
import { Replica } from '../../replicas/replica.ts';

/** Puts into the audit what the file says, whenever that changes: it is a decision like any other. */
@Injectable()
export class FileRecorder {
  private recorded: string | undefined;
  private recording: Promise<void> | undefined;

  constructor(
    private readonly state: MigrationState,
    private readonly watcher: FileWatcher,
    private readonly audit: AuditStore,
    private readonly replica: Replica,
    private readonly logger: Logger,
  ) {}

  /** Does nothing unless the file is another than the last one recorded. With the database away, call it again later. */
  record(): Promise<void> {
    this.recording ??= this.recordChanges().finally(() => {
      this.recording = undefined;
    });
    return this.recording;
  }

  private async recordChanges(): Promise<void> {
    try {
      while (this.recorded !== this.watcher.status.digest) {
        const { digest } = this.watcher.status;
        for (const { name, declared } of this.state.table.states.values()) {
          await this.audit.recordFile(name, declared, digest, this.replica.name);
        }
        this.recorded = digest;
      }
    } catch (error) {
      this.logger.debug('the file cannot be put into the audit yet', {
        'error.message': messageOf(error),
      });
    }
  }
}
