import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { FileHolders, Pod } from './cluster.ts';
import { bringIntoForce } from './followed-files.ts';

const wanted = { name: 'migration.yaml', text: 'new', check: 'migration-file' };
const patience = { lookEveryMs: 1, refreshEveryMs: 2, giveUpMs: 60_000 };
const impatient = { ...patience, giveUpMs: 0 };

/** Pods with what each has in force, whose nodes bring a new text to them when they are told to look. */
class Gateways implements FileHolders {
  readonly texts: Map<string, string>;
  readonly refreshed: string[] = [];
  error: string | undefined;
  /** Of these, the node knows the new text only when it is told a second time. */
  readonly slow = new Set<string>();
  onRefresh: () => void = () => undefined;

  constructor(...names: string[]) {
    this.texts = new Map(names.map((name) => [name, 'old']));
  }

  pods(): Promise<Pod[]> {
    return Promise.resolve(
      [...this.texts.keys()].map((name) => ({
        name,
        version: 'new',
        image: '',
        ready: name !== 'starting',
        leaving: name === 'leaving',
        restarts: 0,
        trouble: undefined,
        hopeless: false,
      })),
    );
  }

  askPod(pod: string): Promise<{ status: number; body: string }> {
    const digest = createHash('sha256')
      .update(this.texts.get(pod) ?? '')
      .digest('hex');
    const check = this.error === undefined ? { digest: digest.slice(0, 12) } : { error: this.error };
    return Promise.resolve({ status: 200, body: JSON.stringify({ details: { 'migration-file': check } }) });
  }

  refreshFiles(pod: string): Promise<void> {
    this.refreshed.push(pod);
    if (!this.slow.delete(pod)) this.texts.set(pod, 'new');
    this.onRefresh();
    return Promise.resolve();
  }
}

function bring(gateways: Gateways, how = patience): Promise<string[]> {
  return bringIntoForce(gateways, { service: 'gateway', managementPort: 8081, files: [wanted] }, how);
}

describe('bringing files into force', () => {
  it('has each node look once, and is over when every pod says it has the new text', async () => {
    const gateways = new Gateways('a', 'b');
    expect(await bring(gateways)).toEqual([]);
    expect(gateways.refreshed).toEqual(['a', 'b']);
  });

  it('disturbs nobody who has the text already', async () => {
    const gateways = new Gateways('a', 'b');
    gateways.texts.set('a', 'new');
    expect(await bring(gateways)).toEqual([]);
    expect(gateways.refreshed).toEqual(['b']);
  });

  it('tells a node again that did not know the new text yet', async () => {
    const gateways = new Gateways('a');
    gateways.slow.add('a');
    expect(await bring(gateways)).toEqual([]);
    expect(gateways.refreshed).toEqual(['a', 'a']);
  });

  it('waits for a pod that came meanwhile, too', async () => {
    const gateways = new Gateways('a');
    gateways.onRefresh = () => {
      if (!gateways.texts.has('late')) gateways.texts.set('late', 'old');
    };
    expect(await bring(gateways)).toEqual([]);
    expect(gateways.texts.get('late')).toBe('new');
  });

  it('does not ask pods that serve nobody', async () => {
    const gateways = new Gateways('a', 'leaving', 'starting');
    expect(await bring(gateways)).toEqual([]);
    expect(gateways.refreshed).toEqual(['a']);
  });

  it('names the pod that keeps the old text, and the mistake it found in the new one', async () => {
    const gateways = new Gateways('a');
    gateways.error = 'The file on disk is refused: line 3 stage: must be one of …';
    expect(await bring(gateways, impatient)).toEqual([
      'a does not have the new migration.yaml in force: The file on disk is refused: line 3 stage: must be one of …',
    ]);
  });

  it('takes a pod that does not say what it has for one that has not', async () => {
    const gateways = new Gateways('a');
    gateways.askPod = () => Promise.resolve({ status: 502, body: 'no' });
    expect(await bring(gateways, impatient)).toEqual([expect.stringMatching(/^a does not say which files/)]);
  });
});
