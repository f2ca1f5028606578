import { describe, expect, it } from '@jest/globals';
import { Configuration } from '@wellspring/platform';
import { limitsOf, readModelSettings } from './read-model.settings.ts';

class UsageRecordSettings extends readModelSettings('usage-record') {}

describe('the settings of a read model', () => {
  it('have its name in front', () => {
    const configuration = Configuration.load([UsageRecordSettings], { USAGE_RECORD_SYNC_HANDS: '2' });
    expect(configuration.redacted()).toMatchObject({ USAGE_RECORD_SYNC_HANDS: 2, USAGE_RECORD_FRESH_FOR_MS: 45_000 });
    expect(limitsOf('usage-record', configuration.get(UsageRecordSettings))).toMatchObject({
      syncHands: 2,
      syncBatchSize: 500,
    });
  });

  it('are refused by the name of the variable', () => {
    expect(() => Configuration.load([UsageRecordSettings], { USAGE_RECORD_SYNC_BATCH_SIZE: '0' })).toThrow(
      'USAGE_RECORD_SYNC_BATCH_SIZE',
    );
  });
});
