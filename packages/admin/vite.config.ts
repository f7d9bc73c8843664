import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Relative addresses, since the server decides where the panel stands; `<base>` in the page says where. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2023',
    // With `light-dark()`; what is older would get it in a form that asks for more than a colour scheme.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The browser loads what it needs; inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
