/** Every line that libraries and services write to the log, read from their source: `logger.info('…')` and the like. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The worst first; what is only for whoever looks for a fault (`debug`) is left out. */
export const levels = ['error', 'warn', 'info'] as const;
export type Level = (typeof levels)[number];

export interface DeclaredLine {
  level: Level;
  /** With … for what is put in. */
  message: string;
  /** As in `libs/platform` or `apps/billing`. */
  project: string;
}

const sources = '{libs,apps}/*/src/**/*.ts';

export function declaredLines(root: string): DeclaredLine[] {
  return globSync(sources, { cwd: root })
    .filter((file) => !/spec\.ts$/.test(file))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      if (!text.includes('ogger.')) return [];
      const project = file.split(/[\\/]/).slice(0, 2).join('/');
      return linesOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)).map((line) => ({
        ...line,
        project,
      }));
    });
}

function linesOf(source: ts.SourceFile): Omit<DeclaredLine, 'project'>[] {
  const found: Omit<DeclaredLine, 'project'>[] = [];
  const visit = (node: ts.Node): void => {
    const level = ts.isCallExpression(node) ? levelOf(node) : undefined;
    if (ts.isCallExpression(node) && level && node.arguments[0]) {
      found.push(...messagesIn(node.arguments[0]).map((message) => ({ level, message })));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Told by what is called: `this.logger.warn(…)`, `options.logger.warn(…)`. */
function levelOf({ expression }: ts.CallExpression): Level | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const on = expression.expression;
  const name = ts.isPropertyAccessExpression(on) ? on.name.text : ts.isIdentifier(on) ? on.text : '';
  return /logger$/i.test(name) ? levels.find((level) => level === expression.name.text) : undefined;
}

/** One, or both of a condition. */
function messagesIn(value: ts.Expression): string[] {
  if (ts.isConditionalExpression(value)) return [...messagesIn(value.whenTrue), ...messagesIn(value.whenFalse)];
  if (ts.isStringLiteralLike(value)) return [value.text];
  if (!ts.isTemplateExpression(value)) return [];
  return [[value.head.text, ...value.templateSpans.map(({ literal }) => literal.text)].join('…')];
}
