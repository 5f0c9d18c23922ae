import { withoutTokens } from '../../bastionhost/operation-token-form.api.ts';
import { escapeInvisible } from '../../common/typable-name.ts';

/** What was typed as the user name, for logs and the audit trail: without tokens and invisible characters. */
export function recordedName(typed: string): string {
  return escapeInvisible(withoutTokens(typed));
}
