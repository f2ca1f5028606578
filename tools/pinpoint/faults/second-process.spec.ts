import { describe, expect, it } from '@jest/globals';
import { SecondProcess } from './second-process.ts';

describe('a second process of an app', () => {
  it('is told of beside the first, to whoever is told of each, and to nobody else', async () => {
    const second = await SecondProcess.of('billing');
    const told = {
      UPSTREAMS: 'portal=http://127.0.0.1:3010 billing=http://127.0.0.1:3030 usage=http://127.0.0.1:3040',
      BILLING_URL: 'http://127.0.0.1:3030',
    };
    const { UPSTREAMS: upstreams = '', ...rest } = second.addedTo(told);
    expect(upstreams).toMatch(
      /^portal=http:\/\/127\.0\.0\.1:3010 billing=http:\/\/127\.0\.0\.1:3030,http:\/\/127\.0\.0\.1:\d+ usage=\S+:3040$/,
    );
    expect(rest).toEqual({ BILLING_URL: told.BILLING_URL });
  });

  it('has a management port of its own', async () => {
    const second = await SecondProcess.of('billing');
    const [, service] = second.addedTo({ UPSTREAMS: 'billing=http://127.0.0.1:3030' })['UPSTREAMS']?.split(',') ?? [];
    const [, management] =
      second.addedTo({ SCRAPE_TARGETS: 'billing=http://127.0.0.1:3031' })['SCRAPE_TARGETS']?.split(',') ?? [];
    expect(service).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(management).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(management).not.toBe(service);
  });
});
