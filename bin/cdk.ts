// The CDK app: `npx cdk deploy`, with the context keys of lib/config/stack-settings.ts.
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { readStackSettings } from "../lib/config/stack-settings.ts";
import { bundlesOf } from "../lib/infra/update-context.ts";
import { WhookStack } from "../lib/infra/whook-stack.ts";

const app = new App();
const settings = readStackSettings(app.node.getAllContext());
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION } = process.env;
const region = settings.region ?? CDK_DEFAULT_REGION;
new WhookStack(app, settings.stack, {
  settings,
  bundles: await bundlesOf(app.node),
  env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
app.synth();
