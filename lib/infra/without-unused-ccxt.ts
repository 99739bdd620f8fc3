// ccxt carries code for websockets and for chains whook's venues do not sign for; loading it is most of a cold start. The
// REST calls of whook's venues never reach it: they signed byte for byte the same with and without.
import type { Plugin } from "esbuild";

/** As ccxt's files import them. */
const UNUSED =
  /^(ws|undici|@scure\/starknet|protobufjs.*)$|\/(zklink-sdk-web\.js|starknet\.js|dydx-v4-client\/.*|protobuf\/mexc\/.*)$/;
const IMPORTER = /[\\/]node_modules[\\/]ccxt[\\/]/;
const NAMESPACE = "unused-by-whook";

/** Puts an empty module in the place of each: whatever did use one would throw, not do something else. */
export const withoutUnusedCcxt: Plugin = {
  name: "without-unused-ccxt",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: UNUSED }, ({ path, importer }) =>
      IMPORTER.test(importer) ? { path, namespace: NAMESPACE, sideEffects: false } : undefined,
    );
    onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};
