import type { EngineChange, EngineOrder, VenueState } from "./venue-state.ts";

/** Reads and writes of one transaction. */
export interface PaperTransaction {
  findState(): VenueState | undefined;
  /** The newest order of a client order id. */
  findOrder(clientOrderId: string): EngineOrder | undefined;
  save(change: EngineChange): void;
}

/** Where paper accounts are kept. */
export interface PaperStore {
  /** An account as it stands, beside all transactions. */
  findState(account: string): Promise<VenueState | undefined>;
  /**
   * Runs `work` on one account, alone: all it saves is kept together, or nothing when it throws. It may run again when
   * another process was quicker.
   */
  transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T>;
}
