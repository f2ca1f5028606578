import { describe, expect, it } from '@jest/globals';
import { usualSystem } from '../testing/usual-system.ts';

describe('customers who cannot sign in', () => {
  it('notice it, and somebody is called, though all others are well', () => {
    const { gateway, identity, scene, well, but } = usualSystem();
    scene.pass(60, well).pass(
      10,
      but(() => {
        gateway.forwards('identity', { failed: { '5xx': 1 } });
        identity.calls('crm', 'verify-credentials', { failed: { '5xx': 1 } });
      }),
    );
    expect(scene.open).toEqual(['background-fails crm']);
    expect(scene.events.at(-1)?.incident).toMatchObject({
      masked: false,
      diagnosis: {
        symptoms: [
          { kind: 'failed', capability: 'sign-in', side: 'new', text: expect.stringMatching(/requests failed$/) },
        ],
        firstAid: { action: 'look', text: expect.stringContaining('Call those who run crm') },
      },
    });
  });

  it('are helped by the old sign-in where the new one does not answer', () => {
    const { gateway, identity, scene, well } = usualSystem();
    scene.pass(60, well);
    identity.state = 'refused';
    scene.pass(10, () => {
      gateway.forwards('identity', { failed: { refused: 1 } });
      gateway.forwards('billing', { ok: 5 });
      gateway.customers('invoices', 'new', { ok: 5, failed: 0, fallback: 0 });
    });
    expect(scene.open).toEqual(['process-away identity']);
    expect(scene.events.at(-1)?.incident).toMatchObject({
      masked: false,
      diagnosis: { symptoms: [{ capability: 'sign-in', side: 'new' }], firstAid: { action: 'rollback' } },
    });
  });

  it('are not those who mistype their password, or go away', () => {
    const { gateway, scene, well, but } = usualSystem();
    scene.pass(60, well).pass(
      20,
      but(() => {
        gateway.forwards('identity', { failed: { '4xx': 2, aborted: 1 } });
      }),
    );
    expect(scene.verdict?.symptoms).toEqual([]);
  });
});

describe('customers on pages of the old portal that belong to no capability', () => {
  it('notice that it fails', () => {
    const { gateway, scene, well, but } = usualSystem();
    scene.pass(60, well).pass(
      10,
      but(() => {
        gateway.forwards('legacy-portal', { failed: { '5xx': 3 } });
      }),
    );
    expect(scene.events.at(-1)?.incident).toMatchObject({
      masked: false,
      diagnosis: { subject: 'legacy-portal', symptoms: [{ capability: 'legacy-portal', side: 'legacy' }] },
    });
  });

  it('are not those for whom the old portal answers in place of a service of ours', () => {
    const { gateway, scene, well, but } = usualSystem();
    scene.pass(60, well).pass(
      10,
      but(() => {
        gateway.forwards('billing', { failed: { '5xx': 5 } });
        gateway.customers('invoices', 'new', { fallback: 5 });
      }),
    );
    expect(scene.events.at(-1)?.incident).toMatchObject({ masked: true });
  });

  it('are not those of a service of ours that has no process any more', () => {
    const { gateway, scene, but } = usualSystem();
    const answeredByTheOther = but(() => {
      gateway.forwards('portal', { failed: { refused: 5 } });
      gateway.customers('start-page', 'new', { fallback: 5 });
    });
    scene.pass(
      60,
      but(() => {
        gateway.forwards('portal', { ok: 5 });
        gateway.customers('start-page', 'new', { ok: 5, fallback: 0 });
      }),
    );
    scene.pass(10, answeredByTheOther);
    expect(scene.events.at(-1)?.incident).toMatchObject({ masked: true, diagnosis: { subject: 'portal' } });
  });
});
