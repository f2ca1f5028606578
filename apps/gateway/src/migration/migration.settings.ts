import type { SettingsClass } from '@wellspring/platform';
import { ControlSettings } from './control/control.settings.ts';
import { GuardrailSettings } from './guardrail/guardrail.settings.ts';
import { OperationsSettings } from './operations/operations.settings.ts';
import { ShadowSettings } from './shadow/shadow.settings.ts';
import { StageSettings } from './stage/stage.settings.ts';

/** For the service's `settings`: everything the migration reads from the environment. */
export const migrationSettings: readonly SettingsClass[] = [
  StageSettings,
  ControlSettings,
  GuardrailSettings,
  ShadowSettings,
  OperationsSettings,
];
