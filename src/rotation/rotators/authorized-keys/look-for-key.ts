import { holds } from './key-lines.ts';

/**
 * Finds, as the user and so with the same rights as sshd, which of some files hold a key. Standard input: the key's
 * type and value, then one path per line. Prints `holds <number>` for each that does, the first being 1. Exits with 95
 * when awk is missing.
 */
export const lookForKey = `
LC_ALL=C
export LC_ALL
${holds}
command -v awk >/dev/null 2>&1 || exit 95
IFS= read -r key
number=0
while IFS= read -r file; do
  number=$((number + 1))
  if [ -f "$file" ] && [ -r "$file" ] && holds "$key" "$file"; then echo "holds $number"; fi
done
exit 0
`;
