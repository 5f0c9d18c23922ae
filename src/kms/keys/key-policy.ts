import { MalformedPolicy, readPolicy } from '../../identity/identity.api.ts';
import { KmsErrors } from '../kms.errors.ts';

const maxBytes = 32_768;

/** Returns the text when it is a key policy. @throws InvalidParameter */
export function requireKeyPolicy(text: string): string {
  try {
    readPolicy(text, 'resource', maxBytes);
    return text;
  } catch (cause) {
    throw cause instanceof MalformedPolicy ? KmsErrors.InvalidParameter({ Name: 'Policy' }, { cause }) : cause;
  }
}

/**
 * The policy shown for a key without one of its own (documented). It is only shown and grants nothing: identities need
 * policies of their own.
 */
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
