import { describe, expect, it } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { firstAnswerElement, readFirstAnswer, remember, type FirstAnswer } from './first-answer.ts';

const answer: FirstAnswer = {
  brand: { name: 'A & B', supportPhone: '1800' },
  locale: 'et',
  known: [{ key: ['session'], data: { customer: { name: '</script><script>alert(1)</script>' } } }],
};

/** As much of a page as is looked at. */
function pageWith(html: string): Document {
  const [, textContent] = /^<script[^>]*>(.*)<\/script>$/.exec(html) ?? [];
  return { getElementById: () => ({ textContent }) } as unknown as Document;
}

describe('what a page brings along', () => {
  it('cannot end the element it stands in, whatever a customer is called', () => {
    const html = firstAnswerElement(answer);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(readFirstAnswer(pageWith(html))).toEqual(answer);
  });

  it('is known to the pages as if they had asked for it', () => {
    const queryClient = new QueryClient();
    remember(queryClient, answer);
    expect(queryClient.getQueryData(['session'])).toEqual(answer.known[0]?.data);
    queryClient.clear();
  });
});
