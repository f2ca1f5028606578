import { describe, expect, it } from '@jest/globals';
import { readMetrics } from './prometheus-text.ts';

const kept = new Map<string, readonly string[]>([
  ['calls_total', ['to', 'outcome']],
  ['heap_bytes', []],
]);

describe('reading metrics', () => {
  it('keeps what is named and adds up what differs only in other labels', () => {
    const text = [
      '# HELP calls_total Calls',
      '# TYPE calls_total counter',
      'calls_total{to="billing",outcome="ok",route="/a"} 3',
      'calls_total{to="billing",outcome="ok",route="/b}\\"{"} 4',
      'calls_total{to="bil|ling",outcome="5xx"} 1',
      'calls_total_other{to="billing"} 9',
      'heap_bytes 1.5e+06',
      'heap_bytes_more 7',
      '',
    ].join('\n');

    expect(Object.fromEntries(readMetrics(text, kept))).toEqual({
      'calls_total|billing|ok': 7,
      'calls_total|bil/ling|5xx': 1,
      heap_bytes: 1_500_000,
    });
  });

  it('leaves out what is no number', () => {
    expect(readMetrics('heap_bytes NaN\n', kept).size).toBe(0);
  });

  it('refuses a page that is none', () => {
    expect(() => readMetrics('', kept)).toThrow('no metrics');
  });
});
