import type { EcsSecretConfig } from '../../kms/kms.api.ts';
import { EcsPasswordRotator } from './ecs-password.ts';
import { EcsSshKeyRotator } from './ecs-ssh-key.ts';
import type { Rotator } from './rotator.ts';

const rotators: Readonly<Record<EcsSecretConfig['subType'], Rotator>> = {
  Password: new EcsPasswordRotator(),
  SSHKey: new EcsSshKeyRotator(),
};

export function rotatorFor(subType: EcsSecretConfig['subType']): Rotator {
  return rotators[subType];
}
