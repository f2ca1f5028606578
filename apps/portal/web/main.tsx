import '@wellspring/web/styles.css';
import './portal.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchPage } from '@wellspring/web';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
watchPage(window, () => {
  // Nothing of the one before is to be seen while the page is asked for again.
  root.hidden = true;
  window.location.reload();
});
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
