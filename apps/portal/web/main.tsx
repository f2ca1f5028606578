import './styles/index.css';
import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { createQueryClient, pageIsFor, watchPage } from '@wellspring/web';
import { App, Pages } from './app/app.tsx';
import { readFirstAnswer, remember } from './first-answer/first-answer.ts';
import { loadMessages } from './messages/catalogues.ts';
import { registerWorker } from './offline/register-worker.ts';
import { sessionKey, type Session } from './session/session.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
watchPage(window, () => {
  // Nothing of the one before is to be seen while the page is asked for again.
  root.hidden = true;
  window.location.reload();
});

const answer = readFirstAnswer(document);
const queryClient = createQueryClient();
remember(queryClient, answer);
const known = queryClient.getQueryData<Session>(sessionKey);
if (known) pageIsFor(known.session ?? undefined);

const messages = await loadMessages(answer.locale);
hydrateRoot(
  root,
  <StrictMode>
    <App
      queryClient={queryClient}
      brand={answer.brand}
      speech={{ locale: answer.locale, messages }}
      lastVisit={answer.lastVisit}
    >
      <BrowserRouter>
        <Pages />
      </BrowserRouter>
    </App>
  </StrictMode>,
);

// Once the page has all it needs: a worker that starts takes time from it. A fast page is that far before its words are here.
if (document.readyState === 'complete') registerWorker(answer.locale);
else window.addEventListener('load', () => registerWorker(answer.locale));
