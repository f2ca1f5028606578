import { describe, expect, it } from '@jest/globals';
import { visitOf } from './last-visit.ts';

const at = (time: string): Date => new Date(`2026-11-${time}Z`);
const kept = (cookie: string): string => cookie.split(';')[0] ?? '';

describe('the last visit', () => {
  it('is none on the first, and the one before from the second on, through all pages of it', () => {
    const first = visitOf('C-1', '', true, at('01T10:00:00'));
    expect(first.before).toBeUndefined();
    const more = visitOf('C-1', kept(first.cookie), true, at('01T10:20:00'));
    expect(more.before).toBeUndefined();
    const second = visitOf('C-1', `lang=et; ${kept(more.cookie)}`, true, at('05T08:00:00'));
    expect(second.before).toEqual(at('01T10:20:00'));
    const moreOfIt = visitOf('C-1', kept(second.cookie), true, at('05T08:10:00'));
    expect(moreOfIt.before).toEqual(at('01T10:20:00'));
  });

  it("is not somebody else's, and not made of nonsense", () => {
    const theirs = visitOf('C-1', '', true, at('01T10:00:00'));
    expect(visitOf('C-2', kept(theirs.cookie), true, at('05T08:00:00')).before).toBeUndefined();
    expect(visitOf('C-1', `${kept(theirs.cookie)}x`, true, at('05T08:00:00')).before).toBeUndefined();
  });

  it('is kept from scripts, and from the clear where there is another way', () => {
    expect(visitOf('C-1', '', true).cookie).toMatch(/HttpOnly; SameSite=Lax; Secure$/);
    expect(visitOf('C-1', '', false).cookie).not.toContain('Secure');
    expect(visitOf('C-1', '', true).cookie).not.toContain('C-1');
  });
});
