import { randomLowerAlphanumeric } from '../../src/common/identifiers.ts';
import { Redacted } from '../../src/common/redacted.ts';
import type { EcsCredential, EcsSecretConfig } from '../../src/kms/kms.api.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import type { Dice } from './dice.ts';
import type { ModelHost } from './model-host.ts';
import { ModelKeyHost } from './model-key-host.ts';
import { ModelPasswordHost } from './model-password-host.ts';

/** What is rotated on a model host. */
export interface ModelKind {
  readonly subType: EcsSecretConfig['subType'];
  first(): Promise<EcsCredential>;
  host(dice: Dice, first: EcsCredential): ModelHost;
}

const userName = 'ops';

export const passwords: ModelKind = {
  subType: 'Password',
  first: async () => ({ userName, password: new Redacted(randomLowerAlphanumeric(16)) }),
  host: (dice, first) => new ModelPasswordHost(dice, first),
};

export const keyPairs: ModelKind = {
  subType: 'SSHKey',
  first: async () => ({ userName, ...(await generateSshKeyPair('ed25519', 'first')) }),
  host: (dice, first) => new ModelKeyHost(dice, first),
};
