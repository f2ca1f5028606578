import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { shown } from './shown.ts';

interface Well {
  id: string;
  state: 'dry' | 'full';
  depth: number;
  owner: { name: string; phone?: string };
  visits: readonly { at: string; by: { name: string } | null }[];
  notes: Record<string, unknown>;
  levels: readonly (readonly [at: number, metres: number | null])[];
}

describe('what a page shows of a document', () => {
  it('is checked when it comes, and nothing else of it', () => {
    const schema = shown<Well>()({ id: z.string(), visits: z.array(z.object({ at: z.string() })) });
    expect(schema.parse({ id: 'a', depth: 'deep', visits: [{ at: 'now', by: 7 }] })).toEqual({
      id: 'a',
      visits: [{ at: 'now' }],
    });
    expect(schema.safeParse({ id: 7, visits: [] }).success).toBe(false);
  });

  it('may be less exact than the contract', () => {
    const schema = shown<Well>()({
      state: z.string(),
      owner: z.optional(z.object({ phone: z.optional(z.string()) })),
      visits: z._default(z.array(z.object({ by: z.nullable(z.object({ name: z.string() })) })), []),
      notes: z.record(z.string(), z.unknown()),
      levels: z.array(z.tuple([z.number(), z.nullable(z.number())])),
    });
    const answer = { state: 'leaking', notes: {}, levels: [[1, null]] };
    expect(schema.parse(answer)).toEqual({ ...answer, visits: [] });
  });

  // What does not compile: that these are errors is checked with the types.
  it.each([
    // @ts-expect-error: not in the contract
    ['another name', shown<Well>()({ number: z.string() })],
    // @ts-expect-error: not in the contract, though it need not be there
    ['another name of what may be absent', shown<Well>()({ number: z.optional(z.string()) })],
    // @ts-expect-error: another type
    ['another type', shown<Well>()({ depth: z.string() })],
    // @ts-expect-error: the contract has more values
    ['fewer values', shown<Well>()({ state: z.enum(['dry']) })],
    // @ts-expect-error: not in the contract, further down
    ['another name in what is embedded', shown<Well>()({ owner: z.object({ title: z.optional(z.string()) }) })],
    // @ts-expect-error: may be absent
    ['what may be absent', shown<Well>()({ owner: z.object({ phone: z.string() }) })],
    // @ts-expect-error: not in the contract, of each member
    ['another name in a list', shown<Well>()({ visits: z.array(z.object({ when: z.string() })) })],
    // @ts-expect-error: may be null
    ['what may be null', shown<Well>()({ visits: z.array(z.object({ by: z.object({ name: z.string() }) })) })],
    // @ts-expect-error: there is a list
    ['one in place of a list', shown<Well>()({ visits: z.object({ at: z.string() }) })],
    // @ts-expect-error: there is an object
    ['a text in place of an object', shown<Well>()({ owner: z.string() })],
    // @ts-expect-error: the contract has two places
    ['one place in place of two', shown<Well>()({ levels: z.array(z.tuple([z.number()])) })],
    // @ts-expect-error: the second may be null
    ['a place that may be something else', shown<Well>()({ levels: z.array(z.tuple([z.number(), z.number()])) })],
    // @ts-expect-error: the list may be of any length
    ['places in place of a list', shown<Well>()({ visits: z.tuple([z.object({ at: z.string() })]) })],
    // @ts-expect-error: may be anything
    ['texts where anything may be', shown<Well>()({ notes: z.record(z.string(), z.string()) })],
  ])('does not compile with %s', (_what, schema) => {
    expect(schema.safeParse(undefined).success).toBe(false);
  });
});
