export interface TestCount {
  passed: number;
  failed: number;
}

/** Adds up the summary lines Jest ends each project with (`Tests:  1 failed, 2 skipped, 12 passed, 15 total`). */
export function countTests(output: string): TestCount {
  const summaries = stripColours(output).matchAll(/^Tests:\s+(.*) total$/gm);
  const count: TestCount = { passed: 0, failed: 0 };
  for (const [, summary = ''] of summaries) {
    count.passed += numberBefore('passed', summary);
    count.failed += numberBefore('failed', summary);
  }
  return count;
}

function numberBefore(word: string, summary: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
}

function stripColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what a colour starts with
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '');
}
