import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeSettings } from './describe-settings.ts';
import { json } from './json.ts';
import { secret } from './secret.ts';
import { settings } from './settings.ts';
import { milliseconds } from './whole-number.ts';

class EngineSettings extends settings({
  engineUrl: z.url().describe('Where the engine is'),
  engineTimeoutMs: milliseconds(3_000).describe('Deadline of one call'),
  engineLoad: z.coerce.number().gt(0).max(1).default(0.8),
  engineName: z.string().min(1).optional(),
  engines: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.string()))
    .prefault('a,b'),
  engineUsers: secret(json(z.array(z.object({ name: z.string() }))).default([])).describe('JSON list of users'),
}) {}

const described = describeSettings([EngineSettings]);

function of(name: string): object | undefined {
  return described.find((setting) => setting.name === name);
}

describe('describeSettings', () => {
  it('says how each is written: name, type, bounds, default, description', () => {
    expect(of('ENGINE_TIMEOUT_MS')).toEqual({
      name: 'ENGINE_TIMEOUT_MS',
      secret: false,
      required: false,
      schema: { type: 'integer', minimum: 1, default: 3_000, description: 'Deadline of one call' },
    });
    expect(of('ENGINE_LOAD')).toMatchObject({
      schema: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.8 },
    });
  });

  it('tells what has to be given from what may be', () => {
    expect(of('ENGINE_URL')).toMatchObject({ required: true, schema: { type: 'string', format: 'uri' } });
    expect(of('ENGINE_NAME')).toMatchObject({ required: false, schema: { type: 'string', minLength: 1 } });
  });

  it('describes the text that is written, and not what it is read into', () => {
    expect(of('ENGINES')).toMatchObject({ schema: { type: 'string', default: 'a,b' } });
  });

  it('marks secrets, and shows no default of theirs', () => {
    expect(of('ENGINE_USERS')).toEqual({
      name: 'ENGINE_USERS',
      secret: true,
      required: false,
      schema: { type: 'string', description: 'JSON list of users' },
    });
  });

  it('has what every service can be told', () => {
    expect(of('LOG_LEVEL')).toMatchObject({ schema: { enum: ['fatal', 'error', 'warn', 'info', 'debug'] } });
  });
});
