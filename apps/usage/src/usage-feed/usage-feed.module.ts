import { Module } from '@nestjs/common';
import { AccountCopyModule } from '../account-copy/account-copy.module.ts';
import { RatingModule } from '../rating/rating.module.ts';
import { Thresholds } from './thresholds.ts';
import { UsageFeed } from './usage-feed.ts';
import { UsageFeedMetrics } from './usage-feed.metrics.ts';
import { UsageFreshness } from './usage-freshness.ts';
import { UsageLedger } from './usage-ledger.ts';
import { UsagePartitions } from './usage-partitions.ts';

@Module({
  imports: [RatingModule, AccountCopyModule],
  providers: [UsageFeed, UsageFeedMetrics, UsageFreshness, UsageLedger, UsagePartitions, Thresholds],
  exports: [UsageFreshness, Thresholds],
})
export class UsageFeedModule {}
