import { Module } from '@nestjs/common';
import { TmfModule } from '@wellspring/tmf';
import { ConsumptionModule } from '../consumption/consumption.module.ts';
import { consumptionResource } from '../consumption/consumption.resource.ts';
import { Consumptions } from '../consumption/consumptions.ts';
import { LimitChangeCreation } from '../limit-change/limit-change-creation.ts';
import { LimitChangeModule } from '../limit-change/limit-change.module.ts';
import { limitChangeResource } from '../limit-change/limit-change.resource.ts';
import { usageDayResource } from '../usage/usage-day.resource.ts';
import { usageResource } from '../usage/usage.resource.ts';
import { thresholdReached } from '../usage-feed/thresholds.ts';
import { UsageFeedModule } from '../usage-feed/usage-feed.module.ts';
import { UsageFreshness } from '../usage-feed/usage-freshness.ts';

const freshness = UsageFreshness;

/** What customers are offered, as TM Forum's Open APIs. */
@Module({
  imports: [
    TmfModule.forRoot({
      hub: true,
      imports: [UsageFeedModule, ConsumptionModule, LimitChangeModule],
      resources: [
        { resource: usageResource, freshness, events: [thresholdReached] },
        { resource: usageDayResource, freshness },
        { resource: limitChangeResource, create: LimitChangeCreation },
        { resource: consumptionResource, source: Consumptions, freshness },
      ],
    }),
  ],
})
export class TmfApiModule {}
