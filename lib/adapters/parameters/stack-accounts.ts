// The accounts of a stack, as their owner writes them: one SecureString each for the worker, and its public part for the webhook.
import type { AccountEntry } from "../../config/account-entry.ts";
import { PARAMETERS, parameterOf } from "../../config/aws-names.ts";
import { encodePublicAccount } from "../../config/public-account.ts";
import type { Account } from "../../ports/account-store.ts";
import { OwnerParameters, type OwnerParametersOptions } from "./owner-parameters.ts";
import { assertFits, changedKeys, type PushOutcome } from "./push-entry.ts";

/** An entry of accounts.json as it is written there, keys included, and what it says without them. */
export interface StackAccount {
  readonly account: Account;
  readonly entry: AccountEntry;
}

/** Methods throw what the SDK throws. */
export class StackAccounts {
  readonly #parameters: OwnerParameters;

  constructor(options: OwnerParametersOptions) {
    this.#parameters = new OwnerParameters(options);
  }

  /** The keys first: the webhook takes no alert for an account the worker does not know. @throws Error when the entry is too long. */
  async push({ account, entry }: StackAccount): Promise<PushOutcome> {
    const names = namesOf(account.id);
    const next = { secret: JSON.stringify(entry), public: encodePublicAccount(account) };
    for (const text of Object.values(next))
      assertFits({ what: `account ${account.id}`, text, remedy: "shorten SYMBOLS" });
    const [oldSecret, oldPublic] = await Promise.all([
      this.#parameters.find(names.secret),
      this.#parameters.find(names.public),
    ]);
    if (oldSecret !== next.secret) await this.#parameters.put(names.secret, next.secret);
    if (oldPublic !== next.public) await this.#parameters.put(names.public, next.public);
    if (oldSecret === undefined || oldPublic === undefined) return { kind: "added" };
    if (oldSecret === next.secret && oldPublic === next.public) return { kind: "unchanged" };
    return { kind: "changed", keys: changedKeys(oldSecret, { ...entry }) };
  }

  /** The public part first, so that no new alert finds the account. @returns false when there was none. */
  async remove(accountId: string): Promise<boolean> {
    const names = namesOf(accountId);
    const wasPublic = await this.#parameters.remove(names.public);
    return (await this.#parameters.remove(names.secret)) || wasPublic;
  }
}

function namesOf(accountId: string) {
  const name = parameterOf(accountId);
  return { secret: `${PARAMETERS.accounts}/${name}`, public: `${PARAMETERS.publicAccounts}/${name}` };
}
