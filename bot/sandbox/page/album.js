/** Where the photos of a bubble stand: one alone, several in rows of one height that fill the width. */

/** How many photos each row takes, by how many there are; the largest row comes last, so that a first photo stands out. */
const ROWS = [[], [1], [2], [1, 2], [2, 2], [2, 3], [3, 3], [2, 2, 3], [2, 3, 3], [3, 3, 3], [2, 2, 3, 3]];

export function layOut(frames) {
  const lengths = ROWS[Math.min(frames.length, ROWS.length - 1)];
  let at = 0;
  return lengths.map((length, i) => frames.slice(at, (at = i === lengths.length - 1 ? frames.length : at + length)));
}
