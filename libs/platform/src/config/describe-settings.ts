import { z } from 'zod';
import { PlatformSettings } from './platform.settings.ts';
import { isSecret } from './secret.ts';
import { environmentName, type SettingsClass } from './settings.ts';

/** A setting as whoever writes it down sees it. */
export interface SettingDescription {
  /** Of the environment variable. */
  readonly name: string;
  readonly secret: boolean;
  /** It has no default and is not optional. */
  readonly required: boolean;
  /** JSON Schema of what is written: type, bounds, default, description. Without the default of a secret. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Everything a service with these settings classes can be told, in their order and then the platform's. */
export function describeSettings(classes: readonly SettingsClass[]): SettingDescription[] {
  return [...new Set<SettingsClass>([...classes, PlatformSettings])].flatMap(({ schema }) => {
    const { properties = {}, required = [] } = z.toJSONSchema(schema, {
      target: 'draft-7',
      // What is written, before it is read: the text of a list, and not the list.
      io: 'input',
      unrepresentable: 'any',
    });
    return Object.entries(properties).map(([key, property]) => {
      const secret = isSecret(schema.shape[key]);
      return {
        name: environmentName(key),
        secret,
        required: required.includes(key),
        schema: written(typeof property === 'object' ? property : {}, secret),
      };
    });
  });
}

function written(property: z.core.JSONSchema.BaseSchema, secret: boolean): Record<string, unknown> {
  const { description, exclusiveMinimum: above, maximum, default: fallback, ...rest } = property;
  return {
    ...(description !== undefined && { description }),
    ...rest,
    ...(typeof above === 'number' && leastAbove(above, rest.type)),
    // The end of what JavaScript counts exactly is nobody's bound.
    ...(maximum !== Number.MAX_SAFE_INTEGER && maximum !== undefined && { maximum }),
    ...(fallback !== undefined && !secret && { default: fallback }),
  };
}

/** More than 0 reads better as at least 1, where numbers are whole. */
function leastAbove(bound: number, type: unknown): object {
  return type === 'integer' ? { minimum: bound + 1 } : { exclusiveMinimum: bound };
}
