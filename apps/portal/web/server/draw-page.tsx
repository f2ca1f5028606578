import { StrictMode } from 'react';
import { prerenderToNodeStream } from 'react-dom/static';
import { StaticRouter } from 'react-router';
import { text } from 'node:stream/consumers';
import { createQueryClient } from '@wellspring/web';
import { App, Pages } from '../app/app.tsx';
import { remember, type FirstAnswer } from '../first-answer/first-answer.ts';
import { loadMessages } from '../messages/catalogues.ts';

/**
 * Draws a page from what is known, as its first script will: there is something to read before that has come, and the
 * links work without it. What is not known yet is left in outline.
 */
export async function drawPage(path: string, answer: FirstAnswer): Promise<string> {
  const queryClient = createQueryClient();
  remember(queryClient, answer);
  const messages = await loadMessages(answer.locale);
  const { prelude } = await prerenderToNodeStream(
    <StrictMode>
      <App
        queryClient={queryClient}
        brand={answer.brand}
        speech={{ locale: answer.locale, messages }}
        lastVisit={answer.lastVisit}
      >
        <StaticRouter location={path}>
          <Pages />
        </StaticRouter>
      </App>
    </StrictMode>,
    { progressiveChunkSize: Number.POSITIVE_INFINITY },
  );
  return text(prelude);
}
