// How a venue keeps the positions of a symbol.

/** Whether a position has a margin of its own, or shares the account's. */
export type MarginMode = "isolated" | "cross";
/** Whether a symbol has one position, or a long and a short one beside each other. whook trades in one-way mode. */
export type PositionMode = "one-way" | "hedge";
