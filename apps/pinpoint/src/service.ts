import { OperatorSettings } from '@wellspring/auth/operators';
import { DatabaseSettings } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import { AppModule } from './app.module.ts';
import { AlertSettings, RecordingSettings, ReferenceSettings, VisitorSettings, WatchSettings } from './config.ts';
import { Operations } from './operations/operations.ts';
import { OperationsApiModule } from './operations/operations.module.ts';

export const pinpoint = defineService({
  name: 'pinpoint',
  module: AppModule,
  settings: [
    WatchSettings,
    VisitorSettings,
    AlertSettings,
    ReferenceSettings,
    RecordingSettings,
    DatabaseSettings,
    OperatorSettings,
  ],
  management: { module: OperationsApiModule, share: [Operations] },
});
