import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { readModelMigrations } from '@wellspring/read-model';
import { hubMigrations } from '@wellspring/tmf';
import { LimitChangeEntity } from './limit-change/limit-change.entity.ts';
import { CreateUsage1796200000000 } from './migrations/1796200000000-create-usage.ts';
import { MakeUsageDocumentsWhenRead1796400000000 } from './migrations/1796400000000-make-usage-documents-when-read.ts';
import { CreateLimitChange1796500000000 } from './migrations/1796500000000-create-limit-change.ts';
import { NameOwnersOfRejected1796600000000 } from './migrations/1796600000000-name-owners-of-rejected.ts';
import { TmfApiModule } from './tmf-api/tmf-api.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [LimitChangeEntity],
      migrations: [
        ...readModelMigrations,
        ...hubMigrations,
        CreateUsage1796200000000,
        MakeUsageDocumentsWhenRead1796400000000,
        CreateLimitChange1796500000000,
        NameOwnersOfRejected1796600000000,
      ],
      outbox: true,
      jobs: true,
    }),
    TmfApiModule,
  ],
})
export class AppModule {}
