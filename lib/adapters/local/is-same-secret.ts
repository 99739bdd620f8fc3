import { hash, timingSafeEqual } from "node:crypto";

/** Compares in constant time, whatever the lengths: how long it takes tells nothing of what was right. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => hash("sha256", text, "buffer");
  return timingSafeEqual(digest(given), digest(expected));
}
