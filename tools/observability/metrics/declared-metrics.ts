/**
 * Every metric that the libraries and services declare, read from their source: `counter({ name, help, labels })` and the
 * like. A dashboard made from this shows what is measured and nothing else, without a service having to run.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type MetricKind = 'counter' | 'gauge' | 'histogram';

export interface DeclaredMetric {
  name: string;
  kind: MetricKind;
  help: string;
  labels: string[];
  /** Upper bounds of a histogram; those of the platform unless it has its own. */
  buckets: number[];
  /** As in `libs/platform` or `apps/billing`. */
  project: string;
  /** Relative to the workspace. */
  file: string;
}

const sources = '{libs,apps}/*/src/**/*.ts';
const defaultBuckets = { file: 'libs/platform/src/metrics/metrics.ts', constant: 'durationBuckets' };

export function declaredMetrics(root: string): DeclaredMetric[] {
  const files = globSync(sources, { cwd: root }).filter((file) => !/spec\.ts$/.test(file));
  const platformBuckets = numbersOf(constantOf(parse(root, defaultBuckets.file), defaultBuckets.constant));
  return files
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return text.includes('help:') ? metricsOf(parse(root, file), file, platformBuckets) : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function metricsOf(source: ts.SourceFile, file: string, platformBuckets: number[]): DeclaredMetric[] {
  const [folder = '', name = ''] = file.split(/[\\/]/);
  const found: DeclaredMetric[] = [];
  const visit = (node: ts.Node): void => {
    const kind = ts.isCallExpression(node) ? kindOf(node) : undefined;
    const declaration =
      ts.isCallExpression(node) && kind ? node.arguments.find(ts.isObjectLiteralExpression) : undefined;
    const metricName = textOf(propertyOf(declaration, 'name'));
    const help = textOf(propertyOf(declaration, 'help'));
    if (kind && metricName !== undefined && help !== undefined) {
      const buckets = propertyOf(declaration, 'buckets');
      found.push({
        name: metricName,
        kind,
        help,
        labels: textsOf(resolved(source, propertyOf(declaration, 'labels'))),
        buckets: kind === 'histogram' ? (buckets ? numbersOf(resolved(source, buckets)) : platformBuckets) : [],
        project: `${folder}/${name}`,
        file,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Told by what is called: `metrics.counter(…)`, or a function such as `registerGauge(…)` that stands for it. */
function kindOf({ expression }: ts.CallExpression): MetricKind | undefined {
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  const name = ts.isIdentifier(called) ? called.text.toLowerCase() : '';
  return (['counter', 'gauge', 'histogram'] as const).find((kind) => name.endsWith(kind));
}

function propertyOf(object: ts.ObjectLiteralExpression | undefined, name: string): ts.Expression | undefined {
  for (const property of object?.properties ?? []) {
    if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** What is named by a constant of the same file is what the constant is. */
function resolved(source: ts.SourceFile, value: ts.Expression | undefined): ts.Expression | undefined {
  if (value && ts.isAsExpression(value)) return resolved(source, value.expression);
  return value && ts.isIdentifier(value) ? constantOf(source, value.text) : value;
}

function constantOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  const find = (node: ts.Node): ts.Expression | undefined => {
    const named = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name;
    return named ? resolved(source, node.initializer) : ts.forEachChild(node, find);
  };
  return find(source);
}

function textOf(value: ts.Expression | undefined): string | undefined {
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

function textsOf(value: ts.Expression | undefined): string[] {
  return value && ts.isArrayLiteralExpression(value) ? value.elements.flatMap((each) => textOf(each) ?? []) : [];
}

function numbersOf(value: ts.Expression | undefined): number[] {
  if (!value || !ts.isArrayLiteralExpression(value))
    throw new Error('Buckets have to be a list of numbers in their file');
  return value.elements.map((each) => Number(each.getText()));
}

function parse(root: string, file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
}
