/** What a service can be told, asked of the service itself: a list written down beside it would go out of date. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SettingDescription } from '@wellspring/platform/describe-settings';
import { z } from 'zod';

const described: z.ZodType<SettingDescription[]> = z.array(
  z.object({ name: z.string(), secret: z.boolean(), required: z.boolean(), schema: z.record(z.string(), z.unknown()) }),
);

/**
 * Each is asked in a process of its own: two services are never loaded into one.
 * @throws Error when `apps/<app>/src/service.ts` defines no service of that name, or cannot be loaded.
 */
export async function settingsOf(root: string, app: string): Promise<SettingDescription[]> {
  const script = join(import.meta.dirname, 'print-settings.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, app], { cwd: root });
  return described.parse(JSON.parse(stdout)).map((setting) => withoutPlace(root, setting));
}

/** A default that is a place among the sources is another one wherever they are, and in the image. */
function withoutPlace(root: string, setting: SettingDescription): SettingDescription {
  const { default: fallback, ...schema } = setting.schema;
  return typeof fallback === 'string' && fallback.startsWith(root) ? { ...setting, schema } : setting;
}
