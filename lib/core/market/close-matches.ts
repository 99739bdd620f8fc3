import { editDistance } from "../edit-distance.ts";

const MOST_MATCHES = 3;

/** The words most like `word`, best first, at most three; none when nothing is near. */
export function closestWords(word: string, candidates: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(word.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: distanceOf(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_MATCHES)
    .map(({ candidate }) => candidate);
}

/** Letters in another order are one slip of the fingers, not several. */
function distanceOf(word: string, candidate: string): number {
  return sorted(word) === sorted(candidate)
    ? Math.min(1, editDistance(word, candidate))
    : editDistance(word, candidate);
}

function sorted(word: string): string {
  return [...word].sort().join("");
}
