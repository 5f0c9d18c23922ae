import { bastionhostSealed } from './bastionhost/bastionhost.sealed.ts';
import { brokerSealed } from './broker/broker.sealed.ts';
import { ecsSealed } from './ecs/ecs.sealed.ts';
import { identitySealed } from './identity/identity.sealed.ts';
import { kmsSealed } from './kms/kms.sealed.ts';
import { rotationSealed } from './rotation/rotation.sealed.ts';
import type { SealedColumn } from './sealing/sealed-column.api.ts';
import { tlsSealed } from './tls/tls.sealed.ts';

/** Every column that holds sealed values. */
export const sealedColumns: readonly SealedColumn[] = [
  ...identitySealed,
  ...kmsSealed,
  ...rotationSealed,
  ...ecsSealed,
  ...bastionhostSealed,
  ...brokerSealed,
  ...tlsSealed,
];
