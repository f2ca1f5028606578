import { z } from 'zod';
import { checkEach, checkFact, type Format } from '../../facts/extractor.ts';
import { pathPattern } from '../routing/path-pattern.ts';
import { namesIn } from '../routing/rewriting.ts';
import { templateMistakes } from '../routing/target-template.ts';

const whenPattern = /^GET (\/[^\s?#]*)(?:\?[^\s#]+)?$/;
const requestTarget = /^\/[^\s#]*$/;
const factName = /^[A-Za-z][A-Za-z0-9_]*$/;

const facts = z
  .record(z.string().regex(factName, 'must be a name of letters and digits'), z.string())
  .refine((declared) => Object.keys(declared).length > 0, 'needs at least one fact');

const each = z.string().optional().describe('One item per match; absent: the whole answer is one item.');

function side(defaultFormat: Format) {
  return {
    format: z.enum(['html', 'json']).default(defaultFormat),
    each,
    page: z
      .string()
      .optional()
      .describe('A place that the right page has. An answer without it is another page, and is not compared.'),
    charset: z
      .string()
      .refine(isCharset, 'must be a charset that browsers know, such as windows-1257')
      .optional()
      .describe('Of pages that do not say it themselves; absent: that of the upstream, or utf-8.'),
    facts: facts.describe('Fact name → where it is, and the pipes that bring it into its canonical form.'),
  };
}

const legacySide = z.strictObject(side('html')).superRefine(checkExpressions);
const newSide = z
  .strictObject({
    get: z
      .string()
      .regex(requestTarget, 'must be a path, with or without query')
      .optional()
      .describe(
        'Asked on the new side instead of the path of `when`. {no} is filled from :no, {query.page} from the query; {query.page=1} has a default, {query.page=1|offset(20)} makes 20 of page 2; a parameter without a value is left out.',
      ),
    ...side('json'),
  })
  .superRefine(checkExpressions);

export const parityRuleSchema = z
  .strictObject({
    when: z
      .string()
      .regex(whenPattern, {
        error: 'must be GET and a path, such as GET /invoices/:no or GET /index.php?_route=invoices',
        abort: true,
      })
      .refine((when) => pathPattern.test(whenPattern.exec(when)?.[1] ?? ''), 'must name a path such as /invoices/:no')
      .describe(
        'The requests this rule compares: only GET is ever repeated. With a query, only those with these parameters; * is any value.',
      ),
    key: z.string().optional().describe('The fact that tells items apart; absent: the first fact of the old side.'),
    samplePercent: z.number().gt(0).max(100).default(100).describe('Share of the requests that is compared.'),
    reveal: z
      .array(z.string())
      .default([])
      .describe('Facts shown as they are in samples, such as a status; every other value is masked.'),
    legacy: legacySide,
    new: newSide,
  })
  .superRefine((rule, context) => {
    const [left, right] = [Object.keys(rule.legacy.facts), Object.keys(rule.new.facts)];
    for (const fact of left.filter((name) => !right.includes(name))) {
      context.addIssue({ code: 'custom', path: ['new', 'facts'], message: `lacks the fact "${fact}" that legacy has` });
    }
    for (const fact of right.filter((name) => !left.includes(name))) {
      context.addIssue({ code: 'custom', path: ['legacy', 'facts'], message: `lacks the fact "${fact}" that new has` });
    }
    if (rule.key !== undefined && !left.includes(rule.key)) {
      context.addIssue({ code: 'custom', path: ['key'], message: `"${rule.key}" is none of the facts` });
    }
    for (const [index, fact] of rule.reveal.entries()) {
      if (left.includes(fact)) continue;
      context.addIssue({ code: 'custom', path: ['reveal', index], message: `"${fact}" is none of the facts` });
    }
    const names = namesIn(whenPattern.exec(rule.when)?.[1] ?? '/');
    for (const mistake of templateMistakes(rule.new.get ?? '', names)) {
      context.addIssue({ code: 'custom', path: ['new', 'get'], message: mistake });
    }
  });

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

function checkExpressions(
  declared: {
    format: Format;
    each?: string | undefined;
    page?: string | undefined;
    facts: Record<string, string>;
  },
  context: z.RefinementCtx,
): void {
  const report = (path: string[], check: () => void): void => {
    try {
      check();
    } catch (error) {
      const message = error instanceof Error ? error.message : 'cannot be read';
      context.addIssue({ code: 'custom', path, message });
    }
  };
  const { format, facts: expressions } = declared;
  for (const key of ['each', 'page'] as const) {
    const place = declared[key];
    if (place === undefined) continue;
    report([key], () => {
      checkEach(format, place);
    });
  }
  for (const [name, text] of Object.entries(expressions))
    report(['facts', name], () => {
      checkFact(format, text);
    });
}
