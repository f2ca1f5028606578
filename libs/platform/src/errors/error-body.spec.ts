import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DomainError } from './domain.error.ts';
import { errorBody } from './error-body.ts';
import { parseInput } from './invalid-request.error.ts';
import { toDomainError } from './to-domain-error.ts';

const paid = new DomainError({
  code: 'BILL.ALREADY_PAID',
  message: 'The bill is paid already',
  status: 409,
  reason: 'This bill needs no further payment',
  details: { billId: 'INV-1' },
});

describe('errorBody', () => {
  it('is a TMF error on TMF paths', () => {
    const { contentType, body } = errorBody(paid, '/tmf-api/paymentManagement/v4/payment?x=1', 'abc');

    expect(contentType).toContain('application/json');
    expect(JSON.parse(body)).toEqual({
      '@type': 'Error',
      code: 'BILL.ALREADY_PAID',
      reason: 'This bill needs no further payment',
      message: 'The bill is paid already',
      status: '409',
      traceId: 'abc',
      billId: 'INV-1',
    });
  });

  it('is a problem everywhere else', () => {
    const { contentType, body } = errorBody(paid, '/session', 'abc');

    expect(contentType).toContain('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'This bill needs no further payment',
      code: 'BILL.ALREADY_PAID',
      traceId: 'abc',
      billId: 'INV-1',
    });
  });
});

describe('toDomainError', () => {
  it('tells nothing of an error nobody has a name for', () => {
    const { body } = errorBody(toDomainError(new Error('relation "bill" does not exist')), '/x', 'abc');

    expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'SERVICE.UNEXPECTED' });
    expect(body).not.toContain('relation');
  });
});

describe('parseInput', () => {
  it('names each bad field and the rule it breaks, not its value', () => {
    const schema = z.object({ amount: z.object({ value: z.number().positive() }), unit: z.string() });
    const error = (() => {
      try {
        parseInput(schema, { amount: { value: -77 } });
        return undefined;
      } catch (thrown) {
        return toDomainError(thrown);
      }
    })();

    expect(error).toMatchObject({
      status: 400,
      code: 'REQUEST.INVALID',
      details: {
        errors: [
          { field: 'amount.value', rule: 'too_small' },
          { field: 'unit', rule: 'invalid_type' },
        ],
      },
    });
    expect(JSON.stringify(error?.details)).not.toContain('77');
  });
});
