import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { assertConsistent, recordReader } from './record-reader.ts';

const readWell = recordReader({
  schema: z.object({ wellNo: z.string().min(1), seq: z.number().int(), depth: z.number() }),
  id: 'wellNo',
  version: 'seq',
  map: ({ wellNo, seq, depth }) => {
    assertConsistent(depth > 0, 'it is not deep at all');
    return { id: wellNo, version: seq, depth };
  },
});

describe('what is read of a record', () => {
  it('is the record in the terms of the service', () => {
    expect(readWell({ wellNo: 'W-1', seq: 7, depth: 12, colour: 'blue' })).toEqual({
      record: { id: 'W-1', version: 7, depth: 12 },
    });
  });

  it('is the rule it breaks, with as much of its identity as can be told', () => {
    const malformed = { wellNo: 'W-1', seq: 7, depth: 'deep' };
    expect(readWell(malformed)).toEqual({
      rejected: { id: 'W-1', version: 7, reason: expect.stringMatching(/^depth: /), payload: malformed },
    });
    const flat = { wellNo: 'W-2', seq: 8, depth: -1 };
    expect(readWell(flat)).toEqual({
      rejected: { id: 'W-2', version: 8, reason: 'it is not deep at all', payload: flat },
    });
  });

  it('is where it has what cannot be stored, which would hold up all that come with it', () => {
    expect(readWell({ wellNo: 'W\0', seq: 7, depth: 1 })).toMatchObject({
      rejected: { id: undefined, version: 7, reason: 'wellNo: has a character that cannot be stored' },
    });
  });

  it.each([null, 'what?', {}, { wellNo: 7, seq: '7' }, { wellNo: 'x'.repeat(65), seq: 0.5 }])(
    'is nothing of its identity where there is none: %j',
    (payload) => {
      expect(readWell(payload)).toMatchObject({ rejected: { id: undefined, version: undefined } });
    },
  );

  it('hides no mistake in the mapping', () => {
    const read = recordReader({
      schema: z.unknown(),
      id: 'id',
      version: 'version',
      map: () => {
        throw new TypeError('a mistake');
      },
    });
    expect(() => read({})).toThrow('a mistake');
  });
});
