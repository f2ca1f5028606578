import { describe, expect, it } from '@jest/globals';
import {
  formatActor,
  formatAgo,
  formatDuration,
  formatLatency,
  formatMoment,
  formatPosition,
  formatShare,
} from './format.ts';

describe('numbers as an operator reads them', () => {
  it('shares have a decimal only where it says something', () => {
    expect([0, 0.004, 0.0999, 0.123, 0.5, 1].map(formatShare)).toEqual([
      '0 %',
      '0.4 %',
      '10 %',
      '12 %',
      '50 %',
      '100 %',
    ]);
  });

  it('shares never hide a failure behind nothing, nor an outage behind everything', () => {
    expect(formatShare(0.000_1)).toBe('< 0.1 %');
    expect(formatShare(0.999_9)).toBe('> 99.9 %');
    expect(formatShare(0.997)).toBe('99.7 %');
  });

  it('latencies are in the unit that fits, and unknown without traffic', () => {
    expect([undefined, 0.4, 48.2, 1_240].map(formatLatency)).toEqual(['–', '0 ms', '48 ms', '1.24 s']);
  });

  it('durations are in the unit people would say', () => {
    expect([30_000, 89_000, 300_000, 3_600_000, 7_200_000, 604_800_000].map(formatDuration)).toEqual([
      '30 s',
      '89 s',
      '5 min',
      '1 h',
      '2 h',
      '7 days',
    ]);
    expect([900, 42_000].map(formatAgo)).toEqual(['just now', '42 s ago']);
  });
});

describe('moments, people and places', () => {
  it('name the date only when it is not today’s', () => {
    const now = new Date(2026, 10, 22, 12);
    expect(formatMoment(new Date(2026, 10, 22, 3, 12, 7), now)).toBe('03:12:07');
    expect(formatMoment(new Date(2026, 10, 21, 3, 12, 7), now)).toBe('21 Nov, 03:12:07');
  });

  it('call everybody by the name they go by', () => {
    expect(['operator:olga', 'guardrail', 'file', 'break-glass (Olga)'].map(formatActor)).toEqual([
      'olga',
      'Guardrail',
      'Git',
      'break-glass (Olga)',
    ]);
  });

  it('give the percentage only where it counts', () => {
    expect(formatPosition({ stage: 'canary', percent: 10 })).toBe('canary 10 %');
    expect(formatPosition({ stage: 'new', percent: 10 })).toBe('new');
  });
});
