import { EcsSshKeyRotator } from '../../src/rotation/rotators/ecs-ssh-key.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';

const rotator = EcsSshKeyRotator.prototype;
const { newCredential } = rotator;

/**
 * For a spec that rotates many key pairs in its own process. The real ones are RSA: each takes a processor for most of
 * a second, longer than everything else in a rotation.
 */
export function useCheapCandidates(): void {
  beforeAll(() => {
    rotator.newCredential = async ({ userName }, label) => ({
      userName,
      ...(await generateSshKeyPair('ecdsa-p256', label)),
    });
  });
  afterAll(() => {
    rotator.newCredential = newCredential;
  });
}
