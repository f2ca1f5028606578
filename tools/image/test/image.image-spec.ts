import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readTopology } from '../../topology/topology.ts';
import { findEngine, type Engine } from '../engine.ts';
import { imageFolder, makeImage } from '../image.ts';
import { restricted } from '../stack/container.ts';

const maxLayersBytes = 15_000_000;
const made = z.looseObject({ reference: z.string(), id: z.string(), version: z.string() });
const inspected = z.looseObject({
  Config: z.looseObject({
    User: z.string(),
    WorkingDir: z.string(),
    Env: z.array(z.string()),
    Cmd: z.array(z.string()),
    Labels: z.record(z.string(), z.string()),
  }),
});

let engine: Engine;

beforeAll(async () => {
  engine = await findEngine();
});

const imageOf = (app: string): z.output<typeof made> =>
  made.parse(JSON.parse(readFileSync(join(imageFolder(app), 'image.json'), 'utf8')));

const run = (image: string, ...args: string[]): Promise<string> =>
  engine.docker(['container', 'run', '--rm', '--network', 'none', ...restricted, image, ...args]);

describe.each(readTopology().map(({ name }) => name))('the image of %s', (app) => {
  it('says what it is, where it comes from and what it stands on', async () => {
    const { reference, version } = imageOf(app);
    const { Config } = inspected.parse(
      JSON.parse(await engine.docker(['image', 'inspect', '--format', '{{json .}}', reference])),
    );
    expect(Config).toMatchObject({ User: '10001:10001', WorkingDir: '/app', Cmd: ['node', 'main.js'] });
    expect(Config.Env).toContain(`SERVICE_VERSION=${version}`);
    expect(Config.Labels).toMatchObject({
      'org.opencontainers.image.title': `wellspring-${app}`,
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.base.name': expect.any(String),
    });
  });

  it('adds less than 15 MB to the base', async () => {
    const sizes = await engine.docker([
      'image',
      'history',
      '--format',
      '{{.Size}}',
      '--human=false',
      imageOf(app).reference,
    ]);
    const [workdir = 0, own = 0, vendor = 0] = sizes.split('\n').map(Number);
    expect(workdir + own + vendor).toBeLessThan(maxLayersBytes);
  });

  it('holds the code, its list of software and nothing that does not run', async () => {
    const files = (await run(imageOf(app).reference, 'node', '-e', listFiles)).split('\n');
    expect(files).toEqual(expect.arrayContaining(['main.js', 'vendor.js', 'sbom.cdx.json']));
    expect(files.filter((file) => /\.env|\.ts$|node_modules|\.spec\.|\.pem$|vendor\.js\.map/.test(file))).toEqual([]);
    const sbom: unknown = JSON.parse(await run(imageOf(app).reference, 'node', '-e', printBill));
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { name: app } } });
  });

  it('runs as nobody in particular, who can write nowhere', async () => {
    expect(await run(imageOf(app).reference, 'node', '-e', whatMayI)).toBe(
      'uid 10001, no capabilities, no place to write',
    );
  });

  it('is made anew to the same digest', async () => {
    const { reference } = imageOf(app);
    const [first, second] = [await makeAnew(reference), await makeAnew(reference)];
    expect(second).toEqual(first);
    expect(await makeImage(engine, app)).toMatchObject({ reference, id: first, from: 'engine' });

    async function makeAnew(expected: string): Promise<string> {
      await engine.docker(['image', 'rm', expected]);
      const made = await makeImage(engine, app, undefined, { cache: false });
      expect(made).toMatchObject({ reference: expected, from: 'built' });
      return made.id;
    }
  });
});

const listFiles = `console.log(require('node:fs').readdirSync('/app', { recursive: true }).join('\\n'))`;
const printBill = `console.log(require('node:fs').readFileSync('/app/sbom.cdx.json', 'utf8'))`;
const whatMayI = `
  const fs = require('node:fs');
  const [, capabilities] = /CapBnd:\\s*(\\w+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'));
  const writable = ['/app', '/tmp', '/', '/etc', '/home', '/var'].filter((folder) => {
    try { fs.writeFileSync(folder + '/x', ''); return true; } catch { return false; }
  });
  console.log('uid ' + process.getuid() + ', ' + (BigInt('0x' + capabilities) === 0n ? 'no' : 'some') + ' capabilities, '
    + (writable.length === 0 ? 'no place' : writable) + ' to write');`;
