import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  // Relative, so that the bundle works under any origin the web view gives it.
  base: './',
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    outDir: 'dist',
    target: ['safari17.5', 'chrome123'],
    // The content security policy lets neither inline scripts nor data: fonts through.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Each file more is a way to Rust and back. So all that the first picture needs comes in one, and the other screens
    // take of it what they share; what is wanted right behind that picture comes in another. What asks Rust is a file of
    // its own, run as soon as it is there: modules wait for what they import, but not for what imports them.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'early', test: /src\/early\.ts$/, priority: 2 },
            { name: 'first', test: /src\/main\.ts$|preload-helper/, priority: 1 },
            { name: 'soon', test: /\/(OrderPanel|BulkBar|ChipEditor|PastedStrip|Palette|Shortcuts)\.svelte$|src\/rooms\.ts$/ },
          ],
        },
      },
    },
  },
  // Svelte's browser half, also under vitest.
  resolve: mode === 'test' ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    // Left to choose it keeps a core for somebody who goes on typing; of two that is half of them.
    maxWorkers: '100%',
    // Only so that a defect fails instead of hanging: a slow machine is no defect.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}))
