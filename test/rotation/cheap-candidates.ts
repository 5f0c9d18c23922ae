import { EcsSshKeyRotator } from '../../src/rotation/rotators/ecs-ssh-key.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';

// For specs that rotate many key pairs in their own process. The real ones are RSA: each takes a processor for most of
// a second, longer than everything else in a rotation.
EcsSshKeyRotator.prototype.newCredential = async ({ userName }, label) => ({
  userName,
  ...(await generateSshKeyPair('ecdsa-p256', label)),
});
