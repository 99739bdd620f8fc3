// What Bitget's two types of accounts have in common: how an account is asked which one it is, and how Bitget says no.
import type { MarginMode } from "../../../../core/market/modes.ts";
import type { BitgetClient } from "../../ccxt.ts";
import { refusalIn } from "../../json-reply.ts";
import { currentCall } from "../../venue-call.ts";
import type { AccountTypeQuestion, VenueClient, VenueReply } from "../../venue-module.ts";

const SUCCESS = "00000";
/** "You are in Classic Account mode", of v3 calls; "You are in Unified Account mode", of classic ones: https://github.com/enarjord/passivbot/pull/601, https://github.com/ccxt/ccxt/issues/26838 */
const IS_CLASSIC = "40084";
const IS_UNIFIED = "40085";

/** One account's client, the coin it trades in and how it wants its margin. */
export interface BitgetAccount {
  readonly client: BitgetClient;
  readonly settle: string;
  readonly productType: string;
  readonly wanted: MarginMode;
}

/** `{code, msg}`; 00000 is success. */
export function findBitgetRefusal(reply: VenueReply): ReturnType<VenueClient["findRefusal"]> {
  const refusal = refusalIn(reply, { code: "code", message: "msg" });
  return refusal?.code === SUCCESS ? undefined : refusal;
}

/** The unified account's assets are its own, and a classic account's key is told so. */
export function bitgetTypeQuestion(client: BitgetClient): AccountTypeQuestion {
  return {
    when: "first",
    refusals: [IS_CLASSIC, IS_UNIFIED],
    async ask() {
      try {
        await client.privateUtaGetV3AccountAssets();
        return "unified";
      } catch (error) {
        const reply = currentCall()?.replies.at(-1);
        if (reply !== undefined && findBitgetRefusal(reply)?.code === IS_CLASSIC) return "classic";
        throw error;
      }
    },
  };
}
