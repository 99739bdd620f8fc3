// The tokens of a stack's webhook address. The owner's own is a SecureString; the webhook knows the hashes of all that are
// good. CloudFormation cannot make a SecureString, so the first one is made here, after a deploy or when it is first asked for.
//
// 1. A token's hash is stored before the token is shown: no address is handed out that the webhook would refuse.
// 2. The owner's token is always good; any other hash is an old token's, kept until `finishRotation`.
import { createHash, randomBytes } from "node:crypto";
import { PARAMETERS } from "../../config/aws-names.ts";
import { OwnerParameters, type OwnerParametersOptions } from "./owner-parameters.ts";
import { decodeTokenHashes } from "./webhook-settings.ts";

const BYTES = 24;

/** Methods throw what the SDK throws. */
export class StackToken {
  readonly #parameters: OwnerParameters;

  constructor(options: OwnerParametersOptions) {
    this.#parameters = new OwnerParameters(options);
  }

  /** The stack's token, made on the first call. */
  async keep(): Promise<string> {
    const kept = await this.#parameters.find(PARAMETERS.token);
    const token = kept ?? newToken();
    const hashes = await this.#hashes();
    if (!hashes.includes(hashOf(token))) await this.#putHashes([hashOf(token), ...hashes]);
    if (kept === undefined) await this.#parameters.put(PARAMETERS.token, token);
    return token;
  }

  /**
   * Makes a new token; the one before stays good until `finishRotation`.
   * @returns undefined, and nothing is changed, when an older rotation is not finished.
   */
  async rotate(): Promise<string | undefined> {
    const current = await this.keep();
    if ((await this.#hashes()).length > 1) return undefined;
    const token = newToken();
    await this.#putHashes([hashOf(token), hashOf(current)]);
    await this.#parameters.put(PARAMETERS.token, token);
    return token;
  }

  /** Only the stack's present token stays good. @returns false when it was the only one already. */
  async finishRotation(): Promise<boolean> {
    const current = await this.keep();
    if ((await this.#hashes()).length === 1) return false;
    await this.#putHashes([hashOf(current)]);
    return true;
  }

  async #hashes(): Promise<readonly string[]> {
    return decodeTokenHashes(await this.#parameters.find(PARAMETERS.tokenHashes));
  }

  #putHashes(hashes: readonly string[]): Promise<void> {
    return this.#parameters.put(PARAMETERS.tokenHashes, JSON.stringify(hashes));
  }
}

function newToken(): string {
  return randomBytes(BYTES).toString("base64url");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
