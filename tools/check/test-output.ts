export interface TestCount {
  passed: number;
  failed: number;
}

export interface FailedTest {
  /** The target it ran in, as Nx names it: `portal-e2e:browser`. */
  task: string;
  /** The names of its groups and its own: `bills › a bill is paid`. */
  name: string;
  /** The error, and where it was thrown. */
  error: string;
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

/**
 * What Jest says of each test that failed (`  ● bills › a bill is paid`, then the error, indented), once for each: a long
 * log ends with the reason then. What a test printed (`  ● Console`) is no failure. Where a file could not run at all, its failure has the name "Test suite failed to run".
 */
export function failedTests(output: string): FailedTest[] {
  const found = new Map<string, FailedTest>();
  let task = '';
  let current: FailedTest | undefined;
  for (const line of stripColours(output).split('\n')) {
    task = /^> nx run (\S+)/.exec(line)?.[1] ?? task;
    const name = /^ {2}● (.+)$/.exec(line)?.[1];
    if (name === 'Console') {
      current = undefined;
    } else if (name !== undefined) {
      current = { task, name, error: '' };
      // Jest repeats at the end of a long run what it said before.
      const key = `${task} ${name}`;
      if (!found.has(key)) found.set(key, current);
    } else if (/^\S|^ (PASS|FAIL) /.test(line)) {
      current = undefined;
    } else if (current !== undefined) {
      current.error += `${line}\n`;
    }
  }
  return [...found.values()].map((test) => ({ ...test, error: test.error.trim() }));
}

function numberBefore(word: string, summary: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
}

function stripColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character is what a colour starts with
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '');
}
