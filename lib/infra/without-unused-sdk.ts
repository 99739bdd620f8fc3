// What the SDK carries for other places than a function of Lambda: it makes a function large, and slow to start.
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Plugin } from "esbuild";

/** Browsers' names, and streams of events in an answer: neither DynamoDB, SQS, SSM nor SNS has one. Lambda's client asks for them. */
const UNUSED = /^(bowser|@smithy\/core\/event-streams)$/;
const LAMBDA_CLIENT = /[\\/]@aws-sdk[\\/]client-lambda[\\/]/;
const NAMESPACE = "unused-by-functions";
const KEY_CHAIN = /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/;
/** Lambda hands a function its role's keys in the environment: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const KEYS_OF_THE_ENVIRONMENT = 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";';
const MANIFEST = /[\\/]@aws-sdk[\\/]client-[a-z]+[\\/]package\.json$/;
const SCHEMAS = /[\\/]@aws-sdk[\\/]client-[a-z]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
/** A client names every error of its service, and what it holds, to a registry, which keeps all of them. */
const ERROR = /^export var (\w+)\$ = \[-3, n0,.*?\];\nn0_registry\.registerError\(\1\$, \1\);$/gms;
/** Those that whook, or the client's own retries, tell by their class or by what they hold. */
export const USED_ERRORS: ReadonlySet<string> = new Set([
  "ConditionalCheckFailedException",
  "ParameterNotFound",
  "ReplicatedWriteConflictException",
]);

/**
 * Leaves out the chain of places where a person's machine may have keys, of which a function needs the first; the classes of errors
 * that nobody tells from others, which then come as their service's own class with the name and text that AWS sent; all of
 * a client's manifest but its version. It puts an empty module in the place of what is never used: whatever did use it would throw.
 */
export const withoutUnusedSdk: Plugin = {
  name: "without-unused-sdk",
  setup: ({ onResolve, onLoad }) => {
    onLoad({ filter: KEY_CHAIN }, ({ path }) => ({ contents: KEYS_OF_THE_ENVIRONMENT, resolveDir: dirname(path) }));
    onLoad({ filter: MANIFEST }, async ({ path }) => ({ contents: onlyVersion(await text(path)), loader: "json" }));
    onLoad({ filter: SCHEMAS }, async ({ path }) => ({ contents: onlyUsedErrors(await text(path)) }));
    onResolve({ filter: UNUSED }, ({ path, importer }) =>
      LAMBDA_CLIENT.test(importer) ? undefined : { path, namespace: NAMESPACE, sideEffects: false },
    );
    onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({ contents: "module.exports = {};", loader: "js" }));
  },
};

function text(path: string): Promise<string> {
  return readFile(path, "utf8");
}

function onlyVersion(manifest: string): string {
  return JSON.stringify({ version: String(JSON.parse(manifest).version) });
}

function onlyUsedErrors(schemas: string): string {
  return schemas.replace(ERROR, (error, name: string) => (USED_ERRORS.has(name) ? error : ""));
}
