import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTopology, workspaceRoot } from '../../topology/topology.ts';
import { declaredLines } from './declared-lines.ts';
import { staleReadmes, writeReadmes } from './readmes.ts';

describe('READMEs', () => {
  it('say what is logged and measured now (npm run observability -- generate)', async () => {
    expect((await staleReadmes(workspaceRoot)).map(({ file }) => file)).toEqual([]);
  });

  it('of every service have a place for it', () => {
    const services = readTopology().filter(({ kind }) => kind === 'service');
    const without = services.filter(
      ({ name }) =>
        !readFileSync(join(workspaceRoot, 'apps', name, 'README.md'), 'utf8').includes('## What it logs and measures'),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe('what a README says', () => {
  let root: string;
  const readme = 'apps/loyalty/README.md';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'workspace-'));
    mkdirSync(join(root, 'libs/platform/src/metrics'), { recursive: true });
    writeFileSync(join(root, 'libs/platform/src/metrics/metrics.ts'), 'const durationBuckets = [0.1, 1];\n');
    mkdirSync(join(root, 'apps/loyalty/src'), { recursive: true });
    writeFileSync(
      join(root, 'apps/loyalty/src/points.ts'),
      `metrics.counter({ name: 'loyalty_points_total', help: 'Points given.', labels: ['reason'] });
       this.logger.info(isNew ? 'Points given' : "Points kept");
       logger.warn(\`\${name} has \${count} points | more\`, { 'event.action': 'count' });
       this.logger.debug('looked');
       this.books.info('no line of a log');\n`,
    );
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('is every line but those for whoever looks for a fault, with all that may be said', () => {
    expect(declaredLines(root)).toEqual([
      { project: 'apps/loyalty', level: 'info', message: 'Points given' },
      { project: 'apps/loyalty', level: 'info', message: 'Points kept' },
      { project: 'apps/loyalty', level: 'warn', message: '… has … points | more' },
    ]);
  });

  it('stands between the marks, and what people wrote around it stays', async () => {
    const marks = '<!-- made by npm run observability -- generate -->\n\nold\n\n<!-- until here -->';
    writeFileSync(join(root, readme), `# loyalty\n\nPoints.\n\n${marks}\n\n## Settings\n`);
    expect(await writeReadmes(root)).toEqual([readme]);
    const text = readFileSync(join(root, readme), 'utf8');
    expect(text).toMatch(/^# loyalty\n\nPoints\.\n\n<!-- made[^]*<!-- until here -->\n\n## Settings\n$/);
    expect(text).toMatch(/\| `loyalty_points_total` +\| reason \| Points given\. \|/);
    expect(text).toMatch(/\| … has … points \\\| more +\| warn +\|\n\| Points given +\| info/);
    expect(text).not.toContain('old');
    expect(await staleReadmes(root)).toEqual([]);
  });

  it('has to have a place', async () => {
    writeFileSync(join(root, readme), '# loyalty\n');
    await expect(staleReadmes(root)).rejects.toThrow(/apps\/loyalty\/README\.md: no place for what it logs/);
  });
});
