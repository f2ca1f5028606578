import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { breakGlassToken, MigrationUnderTest } from '../support/migration-under-test.ts';

const script = join(import.meta.dirname, '../../../../tools/migration/migration.ts');

const file = `
capabilities:
  invoices:
    stage: canary
    routes: [{ path: /invoices, legacy: legacy-portal, new: portal }]
    canary: { percent: 10 }
fixed: [{ path: /, upstream: legacy-portal }]
`;

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

describe('npm run migration', () => {
  let migration: MigrationUnderTest;
  let folder: string;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file);
    folder = await mkdtemp(join(tmpdir(), 'migration-command-'));
  });

  afterAll(async () => {
    await migration.stop();
    await rm(folder, { recursive: true });
  });

  function run(...args: string[]): Promise<Run> {
    const env = { MIGRATION_TOKEN: breakGlassToken, MIGRATION_URL: migration.replica().managementUrl };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', script, ...args],
        { env },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
        },
      );
    });
  }

  it('shows where capabilities stand', async () => {
    const { code, stdout } = await run('status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^CAPABILITY +STAGE/);
    expect(stdout).toMatch(/^invoices +canary 10 % .*insufficient/m);
  });

  it('takes one back with a reason, and shows it with the drift and in the audit', async () => {
    const rollback = await run('rollback', 'invoices', '--reason', 'customers complain', '--as', 'jane');
    expect(rollback).toMatchObject({ code: 0, stdout: expect.stringMatching(/^invoices: legacy/) });
    expect((await run('status')).stdout).toMatch(/file says stage canary/);
    const audit = await run('audit', 'invoices', '--limit', '1');
    expect(audit.stdout).toMatch(/rollback +canary 10 % → legacy +break-glass \(jane\) +customers complain/);
  });

  it('says what the gateway refuses, and exits with 3', async () => {
    await run('resume', 'invoices', '--reason', 'next test');
    const refused = await run('advance', 'invoices', '--reason', 'time is up');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^Refused: guardrails: too little traffic: 0 of 50/);
  });

  it('does not follow a file that is further than the gates allow, unless forced', async () => {
    await run('percent', 'invoices', '5', '--reason', 'careful');
    await migration.write(file.replace('stage: canary', 'stage: new'));
    await eventually(async () => {
      expect((await run('status')).stdout).toMatch(/file says stage new/);
    });
    const refused = await run('resume', 'invoices', '--reason', 'the file says so');
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^Refused: guardrails: too little traffic/),
    });
    const forced = await run('resume', 'invoices', '--reason', 'the file says so', '--force');
    expect(forced).toMatchObject({ code: 0, stdout: expect.stringMatching(/^invoices: new/) });
    expect((await run('audit', 'invoices', '--limit', '1')).stdout).toMatch(/resume.*forced|forced.*resume/);
    await migration.write(file);
    await eventually(async () => {
      expect((await run('status')).stdout).toMatch(/^invoices +canary 10 %/m);
    });
  });

  it('gives scripts what the gateway answered', async () => {
    const { stdout } = await run('status', 'invoices', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ name: 'invoices', declared: { stage: 'canary', percent: 10 } });
    const refused = await run('advance', 'invoices', '--reason', 'time is up', '--json');
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'MIGRATION.REFUSED', status: 409 });
  });

  it('exits with 1 when there is no gateway, and with 64 when called wrongly', async () => {
    expect(await run('status', '--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Cannot reach the gateway at http:\/\/127\.0\.0\.1:1/),
    });
    expect((await run('rollback', 'invoices')).code).toBe(64);
  });

  it('checks a file without a gateway, and exits with 4 when it has mistakes', async () => {
    const path = join(folder, 'migration.yaml');
    await writeFile(path, file);
    expect(await run('validate', path)).toMatchObject({ code: 0, stdout: `${path} is in order\n` });
    await writeFile(path, file.replace('stage: canary', 'stage: nowhere'));
    const { code, stdout } = await run('validate', path);
    expect(code).toBe(4);
    expect(stdout).toMatch(/migration\.yaml:4:5 capabilities\.invoices\.stage: is wrong/);
  });

  it.each([
    ['new: portal', 'new: potral', /there is no upstream "potral"/],
    ['invoices:', '__proto__:', /__proto__: cannot be a name/],
  ])('says of %s written %s what the gateway says of it', async (right, wrong, mistake) => {
    const path = join(folder, 'migration.yaml');
    const text = file.replace(right, wrong);
    await writeFile(path, text);
    const { code, stdout } = await run('validate', path);
    expect(code).toBe(4);
    expect(stdout).toMatch(mistake);
    await migration.write(text);
    await eventually(async () => {
      const { stdout: status } = await run('status');
      expect(status).toMatch(/^The file on disk is refused: line \d+ /m);
      expect(status).toMatch(mistake);
    });
    const health = await fetch(`${migration.replica().managementUrl}/health/ready`);
    expect(health.status).toBe(200);
    await eventually(async () => {
      const answer = await fetch(`${migration.replica().managementUrl}/health/ready`);
      expect(await answer.text()).toMatch(/"migration-file":\{[^}]*"status":"degraded"/);
    });
    await migration.write(file);
  });

  it('says which side a customer is on, and why', async () => {
    const { code, stdout } = await run('who', 'C-1001');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^C-1001\nCAPABILITY +SIDE +BECAUSE\ninvoices +(new|old) +/);
  });
});
