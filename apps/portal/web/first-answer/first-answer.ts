import type { QueryClient } from '@tanstack/react-query';
import { locales } from '@wellspring/web';
import * as z from 'zod/mini';
import { brand } from '../brand/brand.ts';

/** What a page brings along, so that it need not ask for it: the customer reads while the rest of it loads. */
export const firstAnswer = z.object({
  brand,
  locale: z.enum(locales),
  /** When the customer was here before, as an ISO time; absent: never, or nobody remembers. */
  lastVisit: z.optional(z.string()),
  /** By the keys of the pages' queries. */
  known: z.array(z.object({ key: z.array(z.string()), data: z.unknown() })),
});
export type FirstAnswer = z.output<typeof firstAnswer>;

const elementId = 'first-answer';

/** As the page carries it. Nothing in it can end the element it stands in. */
export function firstAnswerElement(answer: FirstAnswer): string {
  const json = JSON.stringify(answer).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="${elementId}">${json}</script>`;
}

export function readFirstAnswer(page: Document): FirstAnswer {
  return firstAnswer.parse(JSON.parse(page.getElementById(elementId)?.textContent ?? ''));
}

/** What is known counts as asked for just now. */
export function remember(queryClient: QueryClient, { known }: Pick<FirstAnswer, 'known'>): void {
  for (const { key, data } of known) queryClient.setQueryData(key, data);
}
