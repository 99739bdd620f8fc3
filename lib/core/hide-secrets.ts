// Foreign text may quote what it was sent: whole, in part, encoded, in another case. It is searched before anything rewrites
// it, for what was cut, split or lowered in between is found no more.

const REDACTED = "[redacted]";
/** So many characters in a row are a part of a secret; fewer say too little of it, and stand in plain words. */
const PART = 8;

/** `text` without `secrets`, nor parts of them of eight characters or more, as they are or as URLs, JSON and headers write them. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const lower = text.toLowerCase();
  const isHidden = new Array<boolean>(text.length).fill(false);
  for (const written of secrets.flatMap(writings)) {
    for (const part of partsOf(written.toLowerCase())) markAll(lower, part, isHidden);
  }
  return join(text, isHidden);
}

/** How a secret may be written. Base64 depends on how many bytes of other text come before. */
function writings(secret: string): readonly string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret));
  // Less than a group of four at either end is shared with the text around it.
  const encoded = ["", "..", "."].map((before) => btoa(before + bytes).slice(before.length === 0 ? 0 : 4));
  const whole = encoded.map((base64) => base64.replace(/=+$/, ""));
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encodeURIComponent(secret),
    escaped,
    escaped.replaceAll("/", "\\/"),
    ...whole,
    ...whole.map((base64) => base64.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

function partsOf(written: string): ReadonlySet<string> {
  if (written.length <= PART) return new Set(written === "" ? [] : [written]);
  return new Set(Array.from({ length: written.length - PART + 1 }, (_, at) => written.slice(at, at + PART)));
}

function markAll(text: string, part: string, isHidden: boolean[]): void {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) isHidden.fill(true, at, at + part.length);
}

function join(text: string, isHidden: readonly boolean[]): string {
  const kept = [...isHidden.keys()].map((at) => (isHidden[at] === true ? "" : text.charAt(at)));
  const starts = (at: number) => isHidden[at] === true && isHidden[at - 1] !== true;
  return kept.map((character, at) => (starts(at) ? REDACTED : character)).join("");
}
