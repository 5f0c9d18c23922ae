/** Exit codes of the script below and of its brother for Windows: their own, apart from those of the command. */
export const RunFailure = { noFolder: 243, noFile: 244 } as const;

/**
 * Runs what comes on standard input, as a program when it names its interpreter, else by /bin/sh. `$1` is the folder to run in, empty for
 * the user's home; `$2` the seconds after which the program is ended, where timeout(1) is at hand: it then ends with 124. Both outputs are
 * one. The file is readable by the user alone and removed at the end.
 */
export const runCommandScript = `
umask 077
if [ -n "$1" ]; then cd "$1" 2>/dev/null || exit ${RunFailure.noFolder}; fi
file=$(mktemp) || exit ${RunFailure.noFile}
trap 'rm -f "$file"' EXIT
trap 'exit 143' HUP INT TERM
cat >"$file" && chmod 700 "$file" || exit ${RunFailure.noFile}
IFS= read -r first <"$file"
case $first in
  '#!'*) set -- "$2" "$file" ;;
  *) set -- "$2" /bin/sh "$file" ;;
esac
limit=$1
shift
if command -v timeout >/dev/null 2>&1; then set -- timeout -k 5 "$limit" "$@"; fi
"$@" </dev/null 2>&1
`;
