/** Exit codes of the script below and of its Windows counterpart, distinct from those of the command. */
export const RunFailure = { noFolder: 243, noFile: 244 } as const;

/**
 * Runs the content of standard input with the interpreter that its first line names, or else with /bin/sh. The
 * interpreter gets the file as an argument, as the kernel would pass it, because temporary folders are often mounted
 * `noexec`.
 *
 * `$1` is the folder to run in, empty for the user's home. `$2` is the number of seconds after which the program is
 * ended, where timeout(1) supports `-k`. Standard error goes to standard output. Only the user can read the file, and
 * it is removed at the end.
 */
export const runCommandScript = `
umask 077
if [ -n "$1" ]; then cd "$1" 2>/dev/null || exit ${RunFailure.noFolder}; fi
file=$(mktemp) || exit ${RunFailure.noFile}
trap 'rm -f "$file"' EXIT
trap 'exit 143' HUP INT TERM
cat >"$file" || exit ${RunFailure.noFile}
limit=$2 first= interpreter= argument=
IFS= read -r first <"$file"
case $first in '#!'*)
  read -r interpreter argument <<END
\${first#??}
END
esac
set -- "\${interpreter:-/bin/sh}" \${argument:+"$argument"} "$file"
if timeout -k 5 "$limit" true 2>/dev/null; then set -- timeout -k 5 "$limit" "$@"; fi
"$@" </dev/null 2>&1
`;
