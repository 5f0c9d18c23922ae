import { isVisible } from '../../common/typable-name.ts';
import { withoutTokens } from '../../bastionhost/operation-token-form.api.ts';

const longest = 128;

/** What was typed as the user name, for logs and the audit trail: without tokens, invisible characters as `\u{…}`. */
export function recordedName(typed: string): string {
  return Array.from(withoutTokens(typed).slice(0, longest), (character) =>
    character === ' ' || isVisible(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}
