import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { compileMessages } from '@wellspring/web/compile-messages';
import { defineConfig } from 'vite';

export default defineConfig({
  root: join(import.meta.dirname, 'web'),
  plugins: [react(), compileMessages(/\/messages\/(en|et|ru)\.ts$/)],
  build: {
    outDir: join(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    // Which file has the code of which page: see src/page/page-shell.ts.
    manifest: 'manifest.json',
    // Kept by browsers for ever: see `hashedAssetsFolder` of libs/platform/src/web-pages.
    assetsDir: 'assets/hashed',
    target: 'es2022',
    // What every page needs in one file: it compresses better than in five, and is asked for once.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'frame', tags: ['$initial'] }] } } },
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
