import { goAheadSeconds, LaunchFailure } from '../ecs.api.ts';

/** What a script shows when it asks for its go-ahead. */
export const askingSign = 'sallyport: may this begin?\n';

/**
 * Stands before a script: it asks for the go-ahead, a line on standard input, and begins only if that comes at once. The host's own clock
 * measures from before the question, so that a consent that was held up on its way, or in a process that stood still, comes too late.
 */
export const awaitGoAhead = `
asked=$(date +%s)
echo '${askingSign.trimEnd()}'
IFS= read -r consent || exit ${LaunchFailure.tooLate}
waited=$(($(date +%s) - asked))
[ "$waited" -ge 0 ] && [ "$waited" -le ${goAheadSeconds} ] || exit ${LaunchFailure.tooLate}
unset asked consent waited
`;
