// The channels of a stack with their secrets: one SecureString each.

import type { SSMClient } from "@aws-sdk/client-ssm";
import { idOfParameter, PARAMETERS } from "../../config/aws-names.ts";
import type { ConfiguredChannel } from "../../config/notifications.ts";
import { decodeChannel } from "../../config/stored-channel.ts";
import { nameOf } from "../../core/reason-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { parametersBelow } from "./parameter-reader.ts";

/** What was read is used this long before it is read again: decrypting is paid for. */
const FRESH_MS = 300_000;

/** Which stack's channels are read, and with what. */
export interface StoredChannelsOptions {
  readonly client: SSMClient;
  /** Of the stack's parameters, without a trailing slash. */
  readonly prefix: string;
  /** The stack's own topic, for e-mail that names none. */
  readonly topicArn: string;
}

/** Every channel of the stack, by name; one that cannot be used is among them. @throws what the SDK throws. */
export async function readChannels({
  client,
  prefix,
  topicArn,
}: StoredChannelsOptions): Promise<readonly ConfiguredChannel[]> {
  const folder = `${prefix}/${PARAMETERS.channels}`;
  const parameters = await parametersBelow(client, folder);
  return parameters
    .map(({ Name = "", Value = "" }) =>
      decodeChannel({ name: idOfParameter(Name.slice(folder.length + 1)), text: Value }, topicArn),
    )
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** What the notifier adds to them. */
export interface NotifierChannelsOptions extends StoredChannelsOptions {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** The notifier's view: when SSM fails, what was read last goes on being used; with nothing read yet, methods throw what the SDK throws. */
export class NotifierChannels {
  readonly #options: NotifierChannelsOptions;
  #held: { readonly readAt: number; readonly channels: readonly ConfiguredChannel[] } | undefined;

  constructor(options: NotifierChannelsOptions) {
    this.#options = options;
  }

  async listChannels(): Promise<readonly ConfiguredChannel[]> {
    const { clock, telemetry } = this.#options;
    const held = this.#held;
    if (held !== undefined && clock.now() - held.readAt < FRESH_MS) return held.channels;
    try {
      return await this.readChannels();
    } catch (error) {
      if (held === undefined) throw error;
      const reason = nameOf(error);
      telemetry.log("warn", "channels could not be read, the last ones are used", { reason });
      return held.channels;
    }
  }

  /** As they are this moment. */
  async readChannels(): Promise<readonly ConfiguredChannel[]> {
    const readAt = this.#options.clock.now();
    const channels = await readChannels(this.#options);
    this.#held = { readAt, channels };
    return channels;
  }
}
