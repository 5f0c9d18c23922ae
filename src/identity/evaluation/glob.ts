/**
 * Whether text matches a pattern in which `*` stands for any characters and `?` for one. Takes at most time in
 * proportion to the product of both lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let star = -1;
  let resumeAt = 0;
  let p = 0;
  let t = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p;
      resumeAt = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resumeAt += 1;
      t = resumeAt;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
