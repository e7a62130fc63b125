import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The content security policy lets fonts and images come as files of this origin only.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/api': `http://127.0.0.1:${loadEnv(mode, '.', 'POSTERN_')['POSTERN_PORT'] ?? '4460'}`,
    },
  },
}));
