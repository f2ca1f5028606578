import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @returns a line per violation of WCAG 2.2 level AA that axe-core finds on the page: rule, impact, and where. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // Put in by the debugger protocol, which the page's own content security policy does not stop.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: Axe }).axe;
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.map(
      ({ id, impact, nodes }) => `${id} (${impact ?? ''}): ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  });
}

interface Axe {
  run: (
    context: Document,
    options: { runOnly: string[] },
  ) => Promise<{ violations: { id: string; impact: string | null; nodes: { target: string[] }[] }[] }>;
}
