import type { ServiceSpec } from "./service-spec.ts";

const OWNER_ONLY = 0o077;
/** Longer than an attempt at an order takes. */
const SECONDS_TO_STOP = 30;

/** A launchd agent's property list. Its keys: https://keith.github.io/xcode-man-pages/launchd.plist.5.html */
export function launchdPlist(spec: ServiceSpec, { mark, logFile }: { mark: string; logFile: string }): string {
  const { name, command, folder, settings } = spec;
  const variables = Object.entries(settings).map(([key, value]) => `    ${tag("key", key)}${tag("string", value)}`);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${mark} -->`,
    '<plist version="1.0">',
    "<dict>",
    `  ${tag("key", "Label")}${tag("string", name)}`,
    `  ${tag("key", "ProgramArguments")}`,
    "  <array>",
    ...command.map((word) => `    ${tag("string", word)}`),
    "  </array>",
    `  ${tag("key", "WorkingDirectory")}${tag("string", folder)}`,
    `  ${tag("key", "EnvironmentVariables")}`,
    "  <dict>",
    ...variables,
    "  </dict>",
    `  ${tag("key", "RunAtLoad")}<true/>`,
    `  ${tag("key", "KeepAlive")}<true/>`,
    `  ${tag("key", "ExitTimeOut")}${tag("integer", String(SECONDS_TO_STOP))}`,
    // Its first lines hold the webhook's address, and that the token.
    `  ${tag("key", "Umask")}${tag("integer", String(OWNER_ONLY))}`,
    `  ${tag("key", "StandardOutPath")}${tag("string", logFile)}`,
    `  ${tag("key", "StandardErrorPath")}${tag("string", logFile)}`,
    "</dict>",
    "</plist>",
  ];
  return `${lines.join("\n")}\n`;
}

function tag(name: string, text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<${name}>${escaped}</${name}>`;
}
