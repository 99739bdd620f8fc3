// Which known word somebody meant.

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

/** How many characters must be inserted, deleted or replaced to turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let distance = b.length;
  let row = Array.from({ length: b.length }, (_, column) => column + 1);
  for (let length = 1; length <= a.length; length++) {
    let diagonal = length - 1;
    distance = length;
    row = row.map((above, column) => {
      const replaced = diagonal + (a[length - 1] === b[column] ? 0 : 1);
      distance = Math.min(replaced, above + 1, distance + 1);
      diagonal = above;
      return distance;
    });
  }
  return distance;
}
