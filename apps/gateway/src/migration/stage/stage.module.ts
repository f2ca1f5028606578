import { Module, type OnModuleInit } from '@nestjs/common';
import { Logger } from '@wellspring/platform';
import { UpstreamModule } from '../../upstream/upstream.module.ts';
import { Upstreams } from '../../upstream/upstreams.ts';
import { describeFileError } from '../../yaml-file/file-error.ts';
import { FileWatcher } from '../file/file-watcher.ts';
import { MigrationState } from './migration-state.ts';
import { Schedule } from './schedule.ts';
import { StageMetrics } from './stage.metrics.ts';
import { StageSettings } from './stage.settings.ts';

/** Upstream name for what the gateway answers itself. */
const GATEWAY_ITSELF = 'gateway';

/** What is in force: the file, followed as it changes, and the decisions over it. */
@Module({
  imports: [UpstreamModule],
  providers: [
    Schedule,
    StageMetrics,
    {
      provide: FileWatcher,
      inject: [StageSettings, Upstreams],
      useFactory: ({ migrationFile }: StageSettings, upstreams: Upstreams): Promise<FileWatcher> =>
        FileWatcher.open({ path: migrationFile, upstreams: [...upstreams.names, GATEWAY_ITSELF] }),
    },
    {
      provide: MigrationState,
      inject: [FileWatcher],
      useFactory: ({ file }: FileWatcher) => new MigrationState(file),
    },
  ],
  exports: [Schedule, StageMetrics, FileWatcher, MigrationState],
})
export class StageModule implements OnModuleInit {
  constructor(
    private readonly settings: StageSettings,
    private readonly watcher: FileWatcher,
    private readonly state: MigrationState,
    private readonly metrics: StageMetrics,
    private readonly schedule: Schedule,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const { watcher, metrics, logger } = this;
    const { migrationFile, migrationFilePollMs } = this.settings;
    watcher.onFile((file) => {
      this.state.applyFile(file);
      logger.info('migration file is in force', { digest: watcher.status.digest });
    });
    watcher.onRefused((errors) => {
      metrics.fileRefused.inc();
      for (const error of errors) {
        logger.error('migration file is refused', undefined, { mistake: describeFileError(migrationFile, error) });
      }
    });
    this.schedule.every(migrationFilePollMs, () => void watcher.poll());
    metrics.watch(this.state);
  }
}
