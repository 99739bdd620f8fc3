/** How many characters must be inserted, deleted or replaced to turn `a` into `b`. */
export function editDistance(a: string, b: string): number {
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
