import { Global, Module } from '@nestjs/common';
import { Logger, readEnvironment } from '@wellspring/platform';
import { OldPortalSettings } from '../../config.ts';
import { OldPortals } from './old-portals.ts';

/** Global, because every part of the data plane deals with what is special about an old portal. */
@Global()
@Module({
  providers: [
    {
      provide: OldPortals,
      inject: [OldPortalSettings, Logger],
      useFactory: async ({ oldPortalsFile }: OldPortalSettings, logger: Logger) => {
        const portals = await OldPortals.read(oldPortalsFile, readEnvironment());
        logger.keepSecret(portals.all.flatMap(({ secrets }) => secrets));
        return portals;
      },
    },
  ],
  exports: [OldPortals],
})
export class ProfileModule {}
