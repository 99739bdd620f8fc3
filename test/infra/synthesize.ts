import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { readStackSettings } from "../../lib/config/stack-settings.ts";
import { WhookStack } from "../../lib/infra/whook-stack.ts";

export const ENVIRONMENT = { account: "123456789012", region: "eu-central-1" };

/** The stack of these settings, with functions that do nothing: what is in a bundle changes no template. */
export function stackOf(context: Readonly<Record<string, unknown>> = {}): WhookStack {
  const bundle = mkdtempSync(join(tmpdir(), "whook-bundle-"));
  writeFileSync(join(bundle, "handler.mjs"), "export const handler = () => {};\n");
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), "whook-synth-")),
    context: { "@aws-cdk/core:validateAgainstDefaultRules": true },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const bundles = { webhook: bundle, worker: bundle, notify: bundle };
  const settings = readStackSettings(context);
  return new WhookStack(app, settings.stack, { settings, bundles, env: ENVIRONMENT });
}

export function templateOf(context: Readonly<Record<string, unknown>> = {}): Template {
  return Template.fromStack(stackOf(context));
}
