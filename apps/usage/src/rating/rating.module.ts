import { Module } from '@nestjs/common';
import { HttpClientModule } from '@wellspring/platform';
import { UsageSettings } from '../config.ts';
import { rating, Rating } from './rating.ts';

@Module({
  imports: [
    HttpClientModule.register({
      name: rating,
      inject: [UsageSettings],
      useFactory: (settings: UsageSettings) => ({ baseUrl: settings.ratingUrl, timeoutMs: settings.ratingTimeoutMs }),
    }),
  ],
  providers: [Rating],
  exports: [Rating],
})
export class RatingModule {}
