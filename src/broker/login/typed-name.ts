import { withoutTokens } from '../../bastionhost/operation-token-form.api.ts';
import { isVisible } from '../../common/typable-name.ts';

const longest = 128;

/** What was typed, as it can be shown: the first 128 characters, invisible ones as `\u{…}`. */
export function escapeInvisible(text: string): string {
  return Array.from(text.slice(0, longest), (character) =>
    character === ' ' || isVisible(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  ).join('');
}

/** What was typed as the user name, for logs and the audit trail: the same without tokens. */
export function recordedName(typed: string): string {
  return escapeInvisible(withoutTokens(typed));
}
