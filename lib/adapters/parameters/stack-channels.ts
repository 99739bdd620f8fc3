// The channels of a stack, as their owner writes them: one SecureString each, which the notifier alone reads.
import { PARAMETERS, parameterOf } from "../../config/aws-names.ts";
import type { ConfiguredChannel } from "../../config/notifications.ts";
import { readChannels, type StoredChannelsOptions } from "./notifier-channels.ts";
import { OwnerParameters } from "./owner-parameters.ts";
import { parametersBelow } from "./parameter-reader.ts";
import { assertFits, changedKeys, type PushOutcome } from "./push-entry.ts";

/** An entry of notifications.json as it is written there, secrets included. */
export interface ChannelEntry {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** Methods throw what the SDK throws. */
export class StackChannels {
  readonly #options: StoredChannelsOptions;
  readonly #parameters: OwnerParameters;

  constructor(options: StoredChannelsOptions) {
    this.#options = options;
    this.#parameters = new OwnerParameters(options);
  }

  list(): Promise<readonly ConfiguredChannel[]> {
    return readChannels(this.#options);
  }

  /** @throws Error when the entry is too long. */
  async push({ name, entry }: ChannelEntry): Promise<PushOutcome> {
    const text = JSON.stringify({ ...entry, NAME: name });
    assertFits({ what: `channel ${name}`, text, remedy: "shorten ACCOUNTS" });
    const old = await this.#parameters.find(parameterFor(name));
    if (old === text) return { kind: "unchanged" };
    await this.#parameters.put(parameterFor(name), text);
    return old === undefined ? { kind: "added" } : { kind: "changed", keys: changedKeys(old, JSON.parse(text)) };
  }

  /** Every one there is, whatever it holds. @returns how many. */
  async removeAll(): Promise<number> {
    const { client, prefix } = this.#options;
    const found = await parametersBelow(client, `${prefix}/${PARAMETERS.channels}`);
    for (const { Name = "" } of found) await this.#parameters.remove(Name.slice(prefix.length + 1));
    return found.length;
  }

  /** @returns false when there was none. */
  remove(name: string): Promise<boolean> {
    return this.#parameters.remove(parameterFor(name));
  }
}

function parameterFor(name: string): string {
  return `${PARAMETERS.channels}/${parameterOf(name)}`;
}
