import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endsWithUs } from '@wellspring/testing/processes';
import { commandOfImage, filesOfImage, imageContext } from '../log-agent-image.ts';

describe('the image of the log agent', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-agent-image-'));
    for (const file of filesOfImage()) cpSync(join(imageContext, file), join(folder, file));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(env: Record<string, string>): ChildProcessByStdio<null, Readable, null> {
    const [, ...args] = commandOfImage().map((part) => part.replace(imageContext, folder));
    return endsWithUs(spawn(process.execPath, args, { cwd: '/', env, stdio: ['ignore', 'pipe', 'inherit'] }));
  }

  const settings = {
    ELASTICSEARCH_URL: 'http://127.0.0.1:1',
    ELASTICSEARCH_USERNAME: 'agent',
    ELASTICSEARCH_PASSWORD: 'any',
    ENVIRONMENT: 'test',
    NODE_NAME: 'node-1',
    NAMESPACES: 'wellspring',
  };

  it('has every file of the program', () => {
    const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('spec.ts'));
    expect(filesOfImage()).toEqual(files.sort());
  });

  it('is all that it takes: it runs where there is nothing else, and stops when it is asked to', async () => {
    const agent = run({ ...settings, LOG_FOLDER: folder, STATE_FOLDER: folder });
    const [said] = (await once(agent.stdout, 'data')) as [Buffer];
    expect(JSON.parse(said.toString())).toMatchObject({
      message: 'Reading',
      labels: { folder, namespaces: 'wellspring' },
    });
    agent.kill('SIGTERM');
    expect(await once(agent, 'exit')).toEqual([0, null]);
  });

  it('says what it was not told, and ends', async () => {
    const some = Object.entries(settings).filter(([name]) => !['NODE_NAME', 'ENVIRONMENT'].includes(name));
    const agent = run(Object.fromEntries(some));
    const [said, ended] = await Promise.all([text(agent.stdout), once(agent, 'exit')]);
    expect(JSON.parse(said)).toMatchObject({ 'log.level': 'error', message: 'Not set: ENVIRONMENT, NODE_NAME' });
    expect(ended).toEqual([1, null]);
  });
});
