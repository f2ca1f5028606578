import { Global, Module } from '@nestjs/common';
import { readEnvironment } from '@wellspring/platform';
import { OldPortalSettings } from '../../config.ts';
import { OldPortals } from './old-portals.ts';

/** Global, because every part of the data plane deals with what is special about an old portal. */
@Global()
@Module({
  providers: [
    {
      provide: OldPortals,
      inject: [OldPortalSettings],
      useFactory: ({ oldPortalsFile }: OldPortalSettings) => OldPortals.read(oldPortalsFile, readEnvironment()),
    },
  ],
  exports: [OldPortals],
})
export class ProfileModule {}
