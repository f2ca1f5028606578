import { z } from 'zod';
import { deepFreeze } from './deep-freeze.ts';

/** A class of settings: its schema is read by the loader, its instances are injected by class. */
export interface SettingsClass<T extends object = object> {
  new (values: never): T;
  readonly schema: z.ZodObject;
}

type Values<S extends z.ZodRawShape> = Readonly<z.output<z.ZodObject<S>>>;

/**
 * The base of a settings class. Each key is read from the environment variable of the same name in SNAKE_CASE
 * (`billingEngineUrl` from `BILLING_ENGINE_URL`); instances are frozen all the way down.
 *
 * ```ts
 * export class BillingSettings extends settings({
 *   billingEngineUrl: z.url(),
 *   providerKey: secret(z.string().min(16)),
 * }) {}
 * ```
 */
export function settings<S extends z.ZodRawShape>(
  shape: S,
): { new (values: Values<S>): Values<S>; readonly schema: z.ZodObject<S> } {
  // Subclasses and the schema bring the members.
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class
  class Settings {
    constructor(values: Values<S>) {
      Object.assign(this, values);
      deepFreeze(this);
    }
  }
  const described: unknown = Object.assign(Settings, { schema: z.object(shape) });
  // The keys are known to the type system only from the schema: nothing at run time could prove them to it.
  return described as { new (values: Values<S>): Values<S>; readonly schema: z.ZodObject<S> };
}

/** `billingEngineUrl` → `BILLING_ENGINE_URL`. */
export function environmentName(key: string): string {
  return key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
