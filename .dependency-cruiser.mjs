// The direction of imports (who may know whom), folder by folder. `npm run check` fails when an arrow points the wrong way.
const ANY_SDK = "^(node_modules|node:)";
const except = (...allowed) => `^lib/(?!(?:${allowed.join("|")})(?:/|$))|^functions|^bin`;

/** Files of `from` may import nothing of ours but from the folders named. */
const onlyOurs = (name, from, ...allowed) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: except(...allowed) },
});

export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "not-to-test", severity: "error", from: { path: "^(lib|bin|functions)" }, to: { path: "^test" } },
    onlyOurs("core-imports-core", "^lib/core", "core"),
    {
      name: "core-imports-big-js-only",
      severity: "error",
      from: { path: "^lib/core" },
      to: { dependencyTypesNot: ["local", "type-only"], pathNot: "^node_modules/(@types/)?big\\.js" },
    },
    onlyOurs("ports-import-core", "^lib/ports", "core", "ports"),
    { name: "ports-import-no-sdk", severity: "error", from: { path: "^lib/ports" }, to: { path: ANY_SDK } },
    onlyOurs("app-imports-core-and-ports", "^lib/app", "core", "ports", "app"),
    { name: "app-imports-no-sdk", severity: "error", from: { path: "^lib/app" }, to: { path: ANY_SDK } },
    onlyOurs("config-imports-core-and-ports", "^lib/config", "core", "ports", "config"),
    onlyOurs("adapters-import-no-use-case", "^lib/adapters", "core", "ports", "config", "adapters"),
    {
      name: "one-adapter-does-not-know-another",
      severity: "error",
      from: { path: "^lib/adapters/([^/]+)/" },
      // What wraps node:sqlite serves those that keep something in a file of it; the SDK's clients, those that speak to AWS.
      to: { path: "^lib/adapters/", pathNot: "^lib/adapters/(($1|sqlite|aws)/|keep-alive\\.ts$)" },
    },
    {
      name: "ccxt-in-its-adapter-only",
      severity: "error",
      from: { path: "^(lib|bin|functions)", pathNot: "^lib/adapters/ccxt/" },
      to: { path: "node_modules/ccxt/" },
    },
    {
      name: "below-ccxt-s-root-in-one-file",
      comment:
        "docs/adr/0038-below-ccxts-root.md: a venue's own class is the exception, for it is loaded with its venue only.",
      severity: "error",
      from: { path: "^lib/adapters/ccxt/", pathNot: "^lib/adapters/ccxt/(ccxt|venues/[^/]+/(venue|client))\\.ts$" },
      to: { path: "node_modules/ccxt/" },
    },
    {
      name: "a-venue-takes-a-class-of-ccxt-only",
      severity: "error",
      from: { path: "^lib/adapters/ccxt/venues/" },
      to: { path: "node_modules/ccxt/", pathNot: "node_modules/ccxt/js/src/[a-z]+\\.(js|d\\.ts)$" },
    },
    {
      name: "aws-sdk-in-its-adapter-only",
      severity: "error",
      from: { path: "^(lib|bin|functions)", pathNot: "^lib/adapters/(aws|dynamo|parameters)/" },
      to: { path: "node_modules/@aws-sdk/" },
    },
    {
      name: "functions-compose-use-cases-and-adapters",
      severity: "error",
      from: { path: "^functions" },
      to: { path: "^lib/(runtime|cli|infra|dashboard)|^bin" },
    },
    onlyOurs("infra-imports-config", "^(lib/infra|bin/cdk)", "config", "infra"),
    {
      name: "cdk-in-infra-only",
      severity: "error",
      from: { path: "^(lib|bin|functions)", pathNot: "^(lib/infra/|bin/cdk)" },
      to: { path: "node_modules/(aws-cdk-lib|cdk-[^/]+|constructs|esbuild)/|^lib/infra" },
    },
    onlyOurs("dashboard-imports-core", "^lib/dashboard", "core", "dashboard"),
    onlyOurs("runtime-knows-no-cli", "^lib/runtime", "core", "ports", "app", "adapters", "config", "runtime"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
