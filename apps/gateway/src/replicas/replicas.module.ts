import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { DatabaseSettings } from '@wellspring/persistence';
import { Notifications } from './notifications.ts';
import { Replica } from './replica.ts';

/** What the replicas of the gateway tell each other by: they meet in PostgreSQL. */
@Module({
  providers: [
    Replica,
    {
      provide: Notifications,
      inject: [DatabaseSettings, Logger],
      useFactory: ({ databaseUrl }: DatabaseSettings, logger: Logger) => new Notifications(databaseUrl, logger),
    },
  ],
  exports: [Replica, Notifications],
})
export class ReplicasModule implements OnApplicationBootstrap {
  constructor(
    private readonly notifications: Notifications,
    private readonly lifecycle: Lifecycle,
  ) {}

  onApplicationBootstrap(): void {
    this.lifecycle.onCloseConnections('migration notifications', () => this.notifications.close());
    this.notifications.start();
  }
}
