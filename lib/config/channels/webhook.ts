import * as z from "zod";
import { Secret } from "../../core/secret.ts";
import { entryOf, text } from "./fields.ts";

const schema = entryOf({
  CHANNEL: z.literal("webhook"),
  URL: text("URL", "https://example.com/whook").refine(isWebAddress, {
    error: "URL is an http or https address without a user name; AUTHORIZATION takes what the service asks for",
  }),
  AUTHORIZATION: text("AUTHORIZATION", '"Bearer …"')
    .regex(/^[\x20-\x7e]+$/, { error: "AUTHORIZATION is plain characters without line ends" })
    .optional(),
});

/** One POST of JSON a notification. Opened by lib/adapters/notify/webhook-channel.ts. */
export const webhook = {
  schema,
  target: (entry: z.output<typeof schema>) => ({
    kind: entry.CHANNEL,
    url: new Secret(entry.URL),
    ...(entry.AUTHORIZATION === undefined ? {} : { authorization: new Secret(entry.AUTHORIZATION) }),
  }),
};

function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}
