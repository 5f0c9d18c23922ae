/**
 * A function for awk programs. `key(line)` returns the type and value of the key in a line of authorized_keys, as sshd
 * reads it; empty where there is none. `options` is then the text before the key. The line of a certificate authority
 * holds no key of the user's, because it lets others in. No line with a key is longer than the limit.
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

/** A function for shell scripts: `holds KEY FILE` succeeds when the file has a line with the key. */
export const holds = `
holds() {
  wanted=$1 awk '${keyOfLine}
    key($0) == ENVIRON["wanted"] { found = 1 }
    END { exit !found }
  ' <"$2"
}
`;
