// How much an order is for: the number, its unit and what it counts, by command.
import { decimal, formatDecimal } from "../decimal.ts";
import type { Quantity, SizeUnit } from "./alert-order.ts";
import type { LineParts } from "./line-parts.ts";
import type { LineReport } from "./line-report.ts";
import type { Token } from "./tokenize.ts";

interface Line {
  readonly parts: LineParts;
  readonly report: LineReport;
}

const HUNDRED = "100";
const NOTHING: Quantity = { value: "0", unit: "base", basis: "nominal" };

/** The quantity of buy, sell and position, with its unit and basis settled, or undefined: the report then says why. */
export function readQuantity(name: "buy" | "sell" | "position", { parts, report }: Line): Quantity | undefined {
  const direction = parts.find("direction")?.part.direction;
  if (direction === "flat") return NOTHING;
  const found = parts.find("quantity");
  if (found === undefined) {
    if (!parts.present.has("quantity"))
      report.error("QUANTITY_MISSING", `${name} needs a quantity, like 0.5, 300$, 10@ or 5%`);
    return undefined;
  }
  const { token, part } = found;
  const unit = parts.find("unit override")?.part.unit ?? part.unit;
  const signed = decimal(part.value);
  if (name === "buy" && signed.lte("0")) return refuseSize("buy needs a quantity above zero", token, report);
  if (name === "sell" && signed.eq("0")) return refuseSize("sell needs a quantity other than zero", token, report);
  if (direction !== undefined && signed.lt("0")) {
    report.error("SIGN_NOT_ALLOWED", `beside ${direction} a size has no minus: write ${part.value.slice(1)}`, token);
    return undefined;
  }
  const size = name === "sell" ? signed.abs() : direction === "short" ? signed.neg() : signed;
  const text = formatDecimal(size);
  const value = unit === "percent" ? clamp(text, token, report) : text;
  return { value, unit, ...basisOf(unit, { parts, report }) };
}

/** What `close` is to take off the position: a share of it, or an amount, always nominal; absent: all of it. */
export function readCloseQuantity({ parts, report }: Line): { readonly quantity?: Quantity } {
  const found = parts.find("quantity");
  const override = parts.find("unit override");
  if (found === undefined) {
    if (override !== undefined && !parts.present.has("quantity")) {
      report.warn("IGNORED", "close has no quantity whose unit it could be: ignored", override.token);
    }
    return {};
  }
  const { token, part } = found;
  const unit = override?.part.unit ?? part.unit;
  if (part.unit === "percent" && unit !== "percent")
    report.error("UNIT_NOT_ALLOWED", "a percentage of a position cannot be turned into another unit", token);
  const size = formatDecimal(decimal(part.value).abs());
  if (size === "0") report.error("QUANTITY_NOT_POSITIVE", "close needs a quantity other than zero", token);
  return { quantity: { value: unit === "percent" ? clamp(size, token, report) : size, unit } };
}

function refuseSize(message: string, token: Token, report: LineReport): undefined {
  report.error("QUANTITY_NOT_POSITIVE", message, token);
  return undefined;
}

/** A percentage within ±100. */
function clamp(value: string, token: Token, report: LineReport): string {
  if (decimal(value).abs().lte(HUNDRED)) return value;
  const clamped = value.startsWith("-") ? `-${HUNDRED}` : HUNDRED;
  report.warn("CLAMPED", `a percentage goes to 100: ${clamped} is used`, token);
  return clamped;
}

function basisOf(unit: SizeUnit, { parts, report }: Line): Pick<Quantity, "basis"> {
  const named = parts.find("basis");
  if (unit === "base" || unit === "quote") {
    return { basis: named?.part.basis ?? (unit === "base" ? "nominal" : "collateral") };
  }
  if (named !== undefined)
    report.warn(
      "IGNORED",
      `${unit === "percent" ? "a percentage takes" : "contracts take"} no basis: ignored`,
      named.token,
    );
  return unit === "percent" ? { basis: "collateral" } : {};
}
