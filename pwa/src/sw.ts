/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

// The shell only: no API answers, no queue. Orders and catalog are in IndexedDB, where the page and its worker read them.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

const notOurs = [/^\/graphql/, /^\/catalog\//, /^\/webhooks/, /^\/metrics/, /^\/healthz/, /^\/readyz/, /^\/vitals/];
registerRoute(new NavigationRoute(createHandlerBoundToURL("/index.html"), { denylist: notOurs }));

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
