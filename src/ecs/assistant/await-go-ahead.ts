import { goAheadSeconds, LaunchFailure } from '../ecs.api.ts';

/** What a script prints when it asks for its go-ahead. */
export const askingSign = 'sallyport: may this begin?\n';

/**
 * Precedes a script. It asks for the go-ahead, a line on standard input, and lets the script begin only if that line
 * comes in time. The host's own clock measures from before the question, so a go-ahead that was held up on its way, or
 * in a process that was suspended, comes too late.
 */
export const awaitGoAhead = `
asked=$(date +%s)
echo '${askingSign.trimEnd()}'
IFS= read -r consent || exit ${LaunchFailure.tooLate}
waited=$(($(date +%s) - asked))
[ "$waited" -ge 0 ] && [ "$waited" -le ${goAheadSeconds} ] || exit ${LaunchFailure.tooLate}
unset asked consent waited
`;
