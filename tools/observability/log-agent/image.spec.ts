import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';

it('is whole in its image, and alone', () => {
  const [, copied = ''] =
    /^COPY (.*) \/app\/$/m.exec(readFileSync(join(workspaceRoot, 'docker/log-agent/Dockerfile'), 'utf8')) ?? [];
  const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('spec.ts'));
  expect(copied.split(' ')).toEqual(files.sort());
});
