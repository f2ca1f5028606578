import { describe, expect, it, jest } from '@jest/globals';
import { pageHeaders, pageIsFor, watchPage } from './page-session.ts';

describe('a page that was made for one session', () => {
  it('says so in what it sends, and is left when somebody else is there', () => {
    const leave = jest.fn();
    const page = new EventTarget();
    watchPage(page as unknown as Window, leave);
    expect(pageHeaders()).not.toHaveProperty('x-page-session');
    pageIsFor('first');
    expect(pageHeaders()['x-page-session']).toBe('first');
    pageIsFor('first');
    expect(leave).not.toHaveBeenCalled();
    pageIsFor('second');
    expect(leave).toHaveBeenCalledTimes(1);
    pageIsFor(undefined);
    expect(leave).toHaveBeenCalledTimes(2);
  });

  it('says for how long nobody has used it, and is left when it comes back from memory', () => {
    const leave = jest.fn();
    const page = new EventTarget();
    watchPage(page as unknown as Window, leave);
    page.dispatchEvent(new Event('pointerdown'));
    expect(pageHeaders(Date.now() + 90_000)['x-page-idle']).toMatch(/^(89|90)$/);
    page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
    expect(leave).not.toHaveBeenCalled();
    page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(leave).toHaveBeenCalledTimes(1);
  });
});
