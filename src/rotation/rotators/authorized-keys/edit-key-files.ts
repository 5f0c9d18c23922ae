import { keyFiles } from './key-files.ts';
import { rewriteKeyFile } from './rewrite-key-file.ts';

/** Largest file that root copies, in bytes: users may own their files outside of their homes too. */
const largest = 1_048_576;

const linesAsParameters = (variable: string) => `IFS='
'
set -- $${variable}
unset IFS`;

/**
 * Rewrites files below the home of the user who runs it, since root would follow symbolic links that the user puts
 * there. `$1` is the user, `$2` the action. On standard input the paths of the files follow the keys. Exits with 83
 * when there is no home, otherwise as `rewrite` does.
 */
export const editFilesOfHome = `
action=$2
${rewriteKeyFile}
paths=$(cat)
${linesAsParameters('paths')}
for file do
  folder=\${file%/*}
  if [ "$action" = begin ] && [ ! -d "$folder" ]; then
    [ -d "$HOME" ] || exit 83
    mkdir -p "$folder" || unable
    if command -v restorecon >/dev/null 2>&1; then restorecon "$folder"; fi
  fi
  if [ -h "$file" ]; then file=$(readlink -f "$file") || unable; fi
  if [ -e "$file" ]; then [ -f "$file" ] && [ -O "$file" ] || unable; fi
  if [ -e "$file" ] || [ "$action" = begin ]; then rewrite "$file" 600; fi
done
`;

/**
 * Rewrites, as root, the files elsewhere that hold the old key; for `begin`, the first of all files. `$1` is the user,
 * `$2` the action. It finds the files itself, so that nobody can make root edit another one. Exits as `key_files` and
 * `rewrite` do.
 */
export const editFilesElsewhere = `
action=$2
${keyFiles}
${rewriteKeyFile}
files=$(key_files "$1") || exit $?
${linesAsParameters('files')}
first=$1
for entry do
  case $entry in 'elsewhere '*) file=$(guarded "\${entry#* }") || continue ;; *) continue ;; esac
  if [ -e "$file" ]; then [ -f "$file" ] && [ "$(wc -c <"$file")" -le ${largest} ] || unable; fi
  if [ -e "$file" ] && holds "$old" "$file" || [ "$action:$entry" = "begin:$first" ]; then rewrite "$file" 644; fi
done
`;
