import { describe, expect, it } from '@jest/globals';
import { addTraffic, errorRate, noTraffic, parseTraffic, quantile, trafficSince } from './traffic.ts';

const scrape = `# HELP http_server_request_duration_seconds Incoming requests
# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{le="0.1",method="GET",route="/a",status="200"} 80
http_server_request_duration_seconds_bucket{le="0.5",method="GET",route="/a",status="200"} 90
http_server_request_duration_seconds_bucket{le="+Inf",method="GET",route="/a",status="200"} 90
http_server_request_duration_seconds_sum{method="GET",route="/a",status="200"} 9
http_server_request_duration_seconds_count{method="GET",route="/a",status="200"} 90
http_server_request_duration_seconds_bucket{le="0.1",method="GET",route="/b",status="503"} 0
http_server_request_duration_seconds_bucket{le="0.5",method="GET",route="/b",status="503"} 10
http_server_request_duration_seconds_bucket{le="+Inf",method="GET",route="/b",status="503"} 10
http_server_request_duration_seconds_count{method="GET",route="/b",status="503"} 10
http_client_request_duration_seconds_count{status="500"} 999
`;

describe('parseTraffic', () => {
  it('counts requests over all routes, and 5xx answers as errors', () => {
    const traffic = parseTraffic(scrape);
    expect(traffic).toMatchObject({ requests: 100, errors: 10 });
    expect(errorRate(traffic)).toBe(0.1);
    expect([...traffic.buckets]).toEqual([
      [0.1, 80],
      [0.5, 100],
      [Infinity, 100],
    ]);
  });

  it('does not take 4xx for errors: those are the callers’', () => {
    expect(parseTraffic('http_server_request_duration_seconds_count{status="404"} 5\n').errors).toBe(0);
  });

  it('makes nothing of an empty answer', () => {
    expect(parseTraffic('')).toEqual(noTraffic);
    expect(errorRate(noTraffic)).toBe(0);
    expect(quantile(noTraffic, 0.95)).toBeUndefined();
  });
});

describe('quantile', () => {
  it('interpolates within the bucket', () => {
    // The 95th of 100 is the 15th of the 20 between 0.1 s and 0.5 s.
    expect(quantile(parseTraffic(scrape), 0.95)).toBeCloseTo(0.4);
    expect(quantile(parseTraffic(scrape), 0.4)).toBeCloseTo(0.05);
  });

  it('says the last bound for what is beyond it', () => {
    expect(
      quantile(
        {
          requests: 10,
          errors: 0,
          buckets: new Map([
            [1, 0],
            [Infinity, 10],
          ]),
        },
        0.95,
      ),
    ).toBe(1);
  });
});

describe('trafficSince', () => {
  it('is the difference', () => {
    const before = parseTraffic(scrape);
    expect(trafficSince(before, addTraffic(before, before))).toEqual(before);
  });

  it('is everything when the process restarted in between', () => {
    const few = parseTraffic('http_server_request_duration_seconds_count{status="200"} 3\n');
    expect(trafficSince(parseTraffic(scrape), few)).toEqual(few);
  });
});
