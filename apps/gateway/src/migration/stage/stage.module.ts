import { Module, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, Logger } from '@wellspring/platform';
import { UpstreamModule } from '../../upstreams/upstream.module.ts';
import { gatewayItself } from '../../upstreams/upstream-names.ts';
import { Upstreams } from '../../upstreams/upstreams.ts';
import { describeFileError } from '../../yaml-file/file-error.ts';
import { type FileStatus, FileWatcher } from '../file/file-watcher.ts';
import { loosest } from '../routing/path-reading.ts';
import { MigrationState } from './migration-state.ts';
import type { PathReadings } from './route-table.ts';
import { Schedule } from './schedule.ts';
import { StageMetrics } from './stage.metrics.ts';
import { StageSettings } from './stage.settings.ts';

const healthIntervalMs = 1_000;

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
        FileWatcher.open({ path: migrationFile, upstreams: [...upstreams.names, gatewayItself] }),
    },
    {
      provide: MigrationState,
      inject: [FileWatcher, Upstreams],
      useFactory: ({ file }: FileWatcher, upstreams: Upstreams) => new MigrationState(file, readingsOf(upstreams)),
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
    private readonly health: HealthRegistry,
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
    this.health.register({
      name: 'migration-file',
      kind: 'degrading',
      intervalMs: healthIntervalMs,
      check: () => fileHealth(watcher.status),
    });
    this.schedule.every(migrationFilePollMs, () => void watcher.poll());
    metrics.watch(this.state);
  }
}

/** An old portal of which nothing is known may read paths in any way that any server does. */
function readingsOf({ all }: Upstreams): PathReadings {
  return new Map(
    all.filter(({ kind }) => kind === 'legacy').map(({ name, pathReading }) => [name, pathReading ?? loosest]),
  );
}

/** A file that is refused changes nothing today, and is another one than people believe to be in force. */
function fileHealth({ digest, refused }: FileStatus): Promise<{ digest: string }> {
  if (refused === undefined) return Promise.resolve({ digest });
  const [first] = refused.errors;
  const place = first === undefined ? '' : `: line ${first.line} ${first.key}: ${first.reason}`;
  return Promise.reject(new Error(`The file on disk is refused, the one before stays in force${place}`));
}
