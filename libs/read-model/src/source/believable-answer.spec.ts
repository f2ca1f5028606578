import { describe, expect, it } from '@jest/globals';
import { feedPageSchema, itemsSchema } from './record-source.ts';

describe('an answer of the source', () => {
  it.each([
    { error: { code: 'E42' } },
    { errors: ['E42'] },
    { errorCode: 42 },
    { fault: 'timeout' },
    { success: false },
  ])('that says itself that it failed is not believed: %p', (said) => {
    expect(itemsSchema.safeParse({ items: [], ...said }).error?.issues).toMatchObject([
      { message: 'it says itself that it failed' },
    ]);
    expect(feedPageSchema(0).safeParse({ items: [], next: 0, ...said }).success).toBe(false);
  });

  it.each([{ error: null }, { errors: [] }, { errorCode: 0 }, { fault: '' }, { success: true }, { total: 1 }])(
    'that says that nothing is amiss is: %p',
    (said) => {
      expect(itemsSchema.safeParse({ items: [{}], ...said }).success).toBe(true);
    },
  );

  it.each([{ total: 2 }, { totalCount: '57' }, { totalPages: 3 }, { hasMore: true }, { nextPageToken: 'x' }])(
    'that is one page of several is not everything an owner has: %p',
    (said) => {
      expect(itemsSchema.safeParse({ items: [{}], ...said }).error?.issues).toMatchObject([
        { message: 'it says itself that there is more' },
      ]);
    },
  );

  it('may say how far the feed goes', () => {
    expect(feedPageSchema(0).safeParse({ items: [{}], next: 1, total: 9_000, hasMore: true }).success).toBe(true);
  });
});
