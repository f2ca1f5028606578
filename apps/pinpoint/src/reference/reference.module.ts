import { Module } from '@nestjs/common';
import { HttpClient, Lifecycle, Logger, Metrics } from '@wellspring/platform';
import { ReferenceSettings } from '../config.ts';
import { ElasticsearchLogs } from './elasticsearch.ts';
import { LogFiles } from './log-files.ts';
import { logSourceToken, type LogSource } from './log-source.ts';

const timeoutMs = 5_000;

/** With neither there is nothing to be found. */
const nowhere: LogSource = {
  byReference: () => Promise.resolve([]),
  byCustomer: () => Promise.resolve([]),
};

@Module({
  providers: [
    {
      provide: logSourceToken,
      inject: [ReferenceSettings, Metrics, Logger, Lifecycle],
      useFactory: (
        { elasticsearchUrl, elasticsearchIndex, elasticsearchApiKey, logFolder }: ReferenceSettings,
        metrics: Metrics,
        logger: Logger,
        lifecycle: Lifecycle,
      ): LogSource => {
        if (elasticsearchUrl === undefined) return logFolder === undefined ? nowhere : new LogFiles(logFolder);
        const client = new HttpClient('elasticsearch', { baseUrl: elasticsearchUrl, timeoutMs }, { metrics, logger });
        lifecycle.onCloseConnections('elasticsearch', () => client.close());
        return new ElasticsearchLogs(client, elasticsearchIndex, elasticsearchApiKey);
      },
    },
  ],
  exports: [logSourceToken],
})
export class ReferenceModule {}
