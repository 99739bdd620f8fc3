// What a word of an alert can say: the classes of docs/design.md#the-alert-grammar.
import type { DecimalString } from "../decimal.ts";
import type { AlertAccount, AlertOrder, Basis, Limit, SizeUnit } from "./alert-order.ts";
import type { AlertErrorCode, AlertWarningCode } from "./issue-codes.ts";
import type { Token } from "./tokenize.ts";

/** A command as its word says it: of a cancel the word names what is cancelled. */
export type CommandWord =
  | { readonly name: Exclude<AlertOrder["command"], "cancel"> }
  | { readonly name: "cancel"; readonly cancel: string };

/** What a word says. */
export type Part =
  | { readonly kind: "account"; readonly account: AlertAccount }
  | { readonly kind: "command"; readonly command: CommandWord; readonly insteadOf?: string }
  | { readonly kind: "direction"; readonly direction: "long" | "short" | "flat" }
  | { readonly kind: "quantity"; readonly value: DecimalString; readonly unit: SizeUnit }
  | { readonly kind: "leverage"; readonly leverage: number }
  | { readonly kind: "limit"; readonly limit: Limit }
  | { readonly kind: "basis"; readonly basis: Basis }
  | { readonly kind: "reduce" }
  | { readonly kind: "unit override"; readonly unit: SizeUnit }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "time"; readonly at: string }
  | { readonly kind: "tag"; readonly tag: string }
  | { readonly kind: "price"; readonly price: DecimalString }
  /** `isSize`: it says how much, and not on which side. */
  | { readonly kind: "prev"; readonly prev: DecimalString; readonly isSize: boolean }
  /** Reserved. */
  | { readonly kind: "protection" }
  | { readonly kind: "pricelock"; readonly seconds: number }
  | { readonly kind: "symbol" };
/** A class of words; errors and warnings call it by this name. */
export type PartKind = Part["kind"];

/** A word and its class. */
export interface ClassifiedToken {
  readonly token: Token;
  readonly kind: PartKind;
  readonly part?: Part;
  /** It belongs to the class but is not well made. */
  readonly bad?: { readonly code: AlertErrorCode; readonly message: string };
  /** What is worth saying about an annotation, also about one that cannot be read. */
  readonly note?: Note;
}

interface Note {
  readonly code: AlertWarningCode;
  readonly message: string;
}

/** What a word was read as. */
export type Classified =
  | Part
  | { readonly kind: PartKind; readonly code: AlertErrorCode; readonly message: string }
  | { readonly kind: "tag" | "price" | "prev"; readonly note: Note }
  | (Extract<Part, { kind: "tag" }> & { readonly note: Note });
