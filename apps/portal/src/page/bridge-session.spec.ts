import { describe, expect, it } from '@jest/globals';
import { bridgedSession } from './bridge-session.ts';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what the gateway says of who is there', () => {
  it('is the session, and whether somebody else is there than before', () => {
    const session = { customer: { id: 'C-1', name: 'Mari', email: 'm@example.com' }, session: 's', capabilities: {} };
    expect(bridgedSession(encoded({ ...session, changed: true, expiresAt: 'later' }))).toEqual({
      session,
      changed: true,
    });
    expect(bridgedSession(encoded(session))?.changed).toBe(false);
  });

  it.each([
    ['is not there', undefined],
    ['is there twice', ['a', 'b']],
    ['is no JSON', 'AAAA'],
    ['is something else', encoded({ customer: 'C-1' })],
  ])('is nothing when it %s', (_what, header) => {
    expect(bridgedSession(header)).toBeUndefined();
  });
});
