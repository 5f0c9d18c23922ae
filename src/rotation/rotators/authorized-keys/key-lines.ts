/**
 * A function for awk programs: `key(line)` is the type and the value of the key in a line of authorized_keys, as sshd reads it, and empty
 * where there is none; `options` is then what stands before it. A certificate authority lets others in, so that its line holds no key of the
 * user's. No line of a key is longer than the limit.
 */
export const keyOfLine = `
function key(line,   i, c, n, quoted, bare, word) {
  options = ""
  if (length(line) > 32768) return ""
  sub(/\\r$/, "", line)
  sub(/^[ \\t]+/, "", line)
  if (line ~ /^#/) return ""
  if (line !~ /^(ssh|ecdsa|sk-ssh|sk-ecdsa)-[^ \\t",=]+[ \\t]/) {
    n = length(line)
    for (i = 1; i <= n; i++) {
      c = substr(line, i, 1)
      if (c == "\\\\" && substr(line, i + 1, 1) == "\\"") i++
      else if (c == "\\"") quoted = !quoted
      else if (!quoted && (c == " " || c == "\\t")) break
    }
    options = substr(line, 1, i - 1)
    line = substr(line, i)
    sub(/^[ \\t]+/, "", line)
    bare = options
    gsub(/\\\\"/, "", bare)
    gsub(/"[^"]*"/, "", bare)
    if (tolower("," bare ",") ~ /,cert-authority,/) return ""
  }
  split(line, word, /[ \\t]+/)
  return word[1] " " word[2]
}
`;

/** A function for shell scripts: `holds KEY FILE`, whether the file has a line of the key. */
export const holds = `
holds() {
  wanted=$1 awk '${keyOfLine}
    key($0) == ENVIRON["wanted"] { found = 1 }
    END { exit !found }
  ' <"$2"
}
`;
