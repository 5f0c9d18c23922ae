import { MalformedPolicy, readPolicy } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';

const maxBytes = 32_768;

/** Throws InvalidParameter for text that is not the policy of a key. */
export function requireKeyPolicy(text: string): string {
  try {
    readPolicy(text, 'resource', maxBytes);
    return text;
  } catch (cause) {
    throw cause instanceof MalformedPolicy ? KmsErrors.InvalidParameter({ Name: 'Policy' }, { cause }) : cause;
  }
}

/** What is shown of a key without a policy of its own (documented). It is shown only: identities need policies of theirs. */
export function defaultKeyPolicy(accountId: string): string {
  const statement = {
    Action: ['kms:*'],
    Effect: 'Allow',
    Principal: { RAM: [`acs:ram::${accountId}:*`] },
    Resource: ['*'],
    Sid: 'kms default key policy',
  };
  return JSON.stringify({ Statement: [statement], Version: '1' });
}
