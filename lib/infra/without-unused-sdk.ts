// What the SDK carries for other places than a function of Lambda: it makes a function large, and slow to start.
import { dirname } from "node:path";
import type { Plugin } from "esbuild";

/** Browsers' names, and streams of events in an answer: neither DynamoDB, SQS, SSM nor SNS has one. Lambda's client asks for them. */
const UNUSED = /^(bowser|@smithy\/core\/event-streams)$/;
const LAMBDA_CLIENT = /[\\/]@aws-sdk[\\/]client-lambda[\\/]/;
const NAMESPACE = "unused-by-functions";
const KEY_CHAIN = /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/;
/** Lambda hands a function its role's keys in the environment: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const KEYS_OF_THE_ENVIRONMENT = 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";';

/**
 * Leaves out the chain of places where a person's machine may have keys, of which a function needs the first, and puts an empty
 * module in the place of what is never used: whatever did use it would throw, not do something else.
 */
export const withoutUnusedSdk: Plugin = {
  name: "without-unused-sdk",
  setup: ({ onResolve, onLoad }) => {
    onLoad({ filter: KEY_CHAIN }, ({ path }) => ({ contents: KEYS_OF_THE_ENVIRONMENT, resolveDir: dirname(path) }));
    onResolve({ filter: UNUSED }, ({ path, importer }) =>
      LAMBDA_CLIENT.test(importer) ? undefined : { path, namespace: NAMESPACE, sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};
