import { describeField } from '../deploy/progress.ts';
import { changing, type SystemPlan } from './plan.ts';

const signs = { create: '+', change: '~', delete: '-', keep: ' ' };

/** A plan as a person reads it. */
export function describePlan(plan: SystemPlan): string {
  const { system, contents } = plan;
  const changes = changing(plan);
  const heading = `${system.name} (${system.url}): ${changes.length} of ${contents.length} change`;
  const lines = changes.flatMap(({ content, action, fields }) => [
    `  ${signs[action]} ${content.kind} ${content.name}  (${content.file})`,
    ...(action === 'change' ? fields.map((field) => `      ${describeField(field)}`) : []),
  ]);
  return [heading, ...lines].join('\n');
}
