import { readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const gateway = process.env.TILLWAY_DEV_URL ?? "http://127.0.0.1:8080";

// What the register tells of itself to head office.
process.env.VITE_VERSION ??= (JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { version: string }).version;

// The documents of operations that a bundle never asks stay out of it.
const treeshake = { manualPureFunctions: ["TypedDocumentString"] };

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false,
      manifest: {
        name: "Tillway register",
        short_name: "Tillway",
        description: "The register that never waits for the back office.",
        display: "standalone",
        start_url: "/",
        background_color: "#f6f7f6",
        theme_color: "#0f5c52",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      injectManifest: { globPatterns: ["**/*.{js,css,html,svg,png,woff2,wasm}"] },
    }),
  ],
  worker: { format: "es", rolldownOptions: { treeshake } },
  build: {
    target: "es2022",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // What is loaded at first comes in one file: on a slow line each more costs a round trip.
    rolldownOptions: { treeshake, output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
  },
  server: {
    proxy: Object.fromEntries(
      ["/graphql", "/catalog", "/vitals"].map((path) => [path, { target: gateway, ws: path === "/graphql" }]),
    ),
  },
  test: { include: ["test/**/*.test.ts"], environment: "node", restoreMocks: true, testTimeout: 40_000 },
});
