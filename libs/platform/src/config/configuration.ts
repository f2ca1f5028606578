import { createHash } from 'node:crypto';
import { ConfigurationError, type BadSetting } from './configuration.error.ts';
import type { Environment } from './environment.ts';
import { isSecret } from './secret.ts';
import { secretTexts } from './secret-texts.ts';
import { environmentName, type SettingsClass } from './settings.ts';

interface Entry {
  readonly value: unknown;
  readonly secret: boolean;
}

/** The effective configuration of one process: every settings class of the service, validated together. */
export class Configuration {
  private constructor(
    private readonly instances: ReadonlyMap<SettingsClass, unknown>,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws {ConfigurationError} naming every variable that is missing or wrong, over all classes */
  static load(classes: readonly SettingsClass[], environment: Environment): Configuration {
    const instances = new Map<SettingsClass, unknown>();
    const entries = new Map<string, Entry>();
    const bad = new Map<string, BadSetting>();
    for (const settingsClass of new Set(classes)) {
      const { schema } = settingsClass;
      const input = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, textOf(environment, key)]));
      const result = schema.safeParse(input);
      if (result.success) {
        instances.set(settingsClass, Reflect.construct(settingsClass, [result.data]));
        for (const [key, value] of Object.entries(result.data)) {
          entries.set(environmentName(key), { value, secret: isSecret(schema.shape[key]) });
        }
      } else {
        for (const issue of result.error.issues) {
          const key = String(issue.path[0]);
          const name = environmentName(key);
          bad.set(name, { name, problem: problemOf(input[key], issue.message, isSecret(schema.shape[key])) });
        }
      }
    }
    if (bad.size > 0) throw new ConfigurationError([...bad.values()]);
    return new Configuration(instances, entries);
  }

  /** @throws {Error} when the class is not among the service's `settings` */
  get<T extends object>(settingsClass: SettingsClass<T>): T {
    const instance = this.instances.get(settingsClass);
    if (!(instance instanceof settingsClass)) {
      throw new Error(`${settingsClass.name} is not among the settings of this service`);
    }
    return instance;
  }

  all(): Iterable<readonly [SettingsClass, unknown]> {
    return this.instances;
  }

  /** Same value for the same effective settings (defaults included), so that two replicas can be compared. */
  hash(): string {
    const canonical = [...this.entries].map(([name, { value }]) => [name, value]).sort(byName);
    return createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 16);
  }

  /** Every setting by the name of its variable; secrets as `[redacted]`. */
  redacted(): Record<string, unknown> {
    const visible = [...this.entries].map(([name, { value, secret }]) => [name, secret ? '[redacted]' : value]);
    return Object.fromEntries(visible.sort(byName)) as Record<string, unknown>;
  }

  /** The texts that must never show up in a log line. */
  secrets(): string[] {
    return [...this.entries.values()].flatMap(({ value, secret }) => (secret ? secretTexts(value) : []));
  }
}

function textOf(environment: Environment, key: string): string | undefined {
  // An empty variable means "not set": that is what an unset value becomes in a manifest or a shell.
  const text = environment[environmentName(key)];
  return text === '' ? undefined : text;
}

function problemOf(text: string | undefined, message: string, secret: boolean): string {
  if (text === undefined) return 'is missing';
  return secret ? 'is not valid' : `is not valid (${message})`;
}

function byName([left]: unknown[], [right]: unknown[]): number {
  return String(left) < String(right) ? -1 : 1;
}
