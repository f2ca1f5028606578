import { describe, expect, it } from '@jest/globals';
import { arrangeFields } from './log-fields.ts';

describe('arrangeFields', () => {
  it('keeps ECS fields of the right type at the top and puts everything else into labels, as text', () => {
    const fields = { 'event.duration': 5, 'http.response.status_code': 'many', attempt: 2, 'made.up': true };

    expect(arrangeFields(fields)).toEqual({
      'event.duration': 5,
      labels: { http_response_status_code: 'many', attempt: '2', made_up: 'true' },
    });
  });

  it('flattens free data into one level of texts, so that no mapping can conflict', () => {
    const fields = { bill: { id: 'INV-1', lines: [1, 2], owner: { name: 'x' } }, at: new Date(0) };

    expect(arrangeFields(fields)).toEqual({
      labels: { bill_id: 'INV-1', bill_lines: '1,2', bill_owner_name: 'x', at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('bounds the number, the depth and the size of labels', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, 'v'.repeat(5_000)]));
    const labels = Object(arrangeFields(many)['labels']) as Record<string, string>;
    const endless: Record<string, unknown> = {};
    endless['self'] = endless;

    expect(Object.keys(labels)).toHaveLength(32);
    expect(labels['key0']?.length).toBeLessThan(1_100);
    expect(arrangeFields(endless)).toEqual({});
  });

  it.each([
    'password',
    'newPassword',
    'refresh_token',
    'Authorization',
    'cookie',
    'apiKey',
    'cardNumber',
    'personalCode',
    'nationalId',
  ])('redacts %s by its name, however deep', (name) => {
    expect(JSON.stringify(arrangeFields({ a: { [name]: 'hunter2' }, [name]: { b: 'hunter2' } }))).not.toContain(
      'hunter2',
    );
  });
});
