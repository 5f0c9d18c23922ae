import { BastionhostErrors } from './bastionhost/bastionhost.errors.ts';
import { absent as bastionhostAbsent } from './bastionhost/operations/absent.ts';
import { bastionhost } from './bastionhost/operations/bastionhost-action.ts';
import { BastionhostOperationsModule } from './bastionhost/operations/bastionhost-operations.module.ts';
import { BssOpenApiErrors } from './bssopenapi/bssopenapi.errors.ts';
import { absent as bssOpenApiAbsent } from './bssopenapi/operations/absent.ts';
import { bssOpenApi } from './bssopenapi/operations/bssopenapi-action.ts';
import { BssOpenApiOperationsModule } from './bssopenapi/operations/bssopenapi-operations.module.ts';
import type { ErrorRow } from './common/service-error.ts';
import { EcsErrors } from './ecs/ecs.errors.ts';
import { absent as ecsAbsent } from './ecs/operations/absent.ts';
import { ecs } from './ecs/operations/ecs-action.ts';
import { EcsOperationsModule } from './ecs/operations/ecs-operations.module.ts';
import { actionOf, type Action, type Class, type Product } from './gateway/action.ts';
import { GatewayErrors } from './gateway/gateway.errors.ts';
import { KmsErrors } from './kms/kms.errors.ts';
import { absent as kmsAbsent } from './kms/operations/absent.ts';
import { kms } from './kms/operations/kms-action.ts';
import { KmsOperationsModule } from './kms/operations/kms-operations.module.ts';
import { AssumptionErrors } from './identity/assumption.errors.ts';
import { IdentityErrors } from './identity/identity.errors.ts';
import { absent as ramAbsent, absentOfSts } from './ram/operations/absent.ts';
import { ram } from './ram/operations/ram-action.ts';
import { RamOperationsModule } from './ram/operations/ram-operations.module.ts';
import { sts } from './ram/operations/sts-action.ts';
import { StsOperationsModule } from './ram/operations/sts-operations.module.ts';
import { RamErrors, StsErrors } from './ram/ram.errors.ts';

/** A product with everything that documents say about it. */
export interface CatalogueEntry {
  readonly product: Product;
  readonly operationsModule: Class;
  /** Published operations that do not exist here. */
  readonly absent: readonly string[];
  /** What the list of absent operations leaves out, if anything. */
  readonly absentRemark?: string;
  readonly errors: Readonly<Record<string, ErrorRow>>;
}

export const catalogue: readonly CatalogueEntry[] = [
  { product: kms, operationsModule: KmsOperationsModule, absent: kmsAbsent, errors: KmsErrors.table },
  {
    product: bastionhost,
    operationsModule: BastionhostOperationsModule,
    absent: bastionhostAbsent,
    errors: BastionhostErrors.table,
  },
  {
    product: ecs,
    operationsModule: EcsOperationsModule,
    absent: ecsAbsent,
    absentRemark:
      'These are only the operations on instances and Cloud Assistant that people look for first: all other ECS operations are absent too.',
    errors: EcsErrors.table,
  },
  {
    product: ram,
    operationsModule: RamOperationsModule,
    absent: ramAbsent,
    errors: { ...IdentityErrors.table, ...RamErrors.table },
  },
  {
    product: sts,
    operationsModule: StsOperationsModule,
    absent: absentOfSts,
    errors: { ...AssumptionErrors.table, ...StsErrors.table },
  },
  {
    product: bssOpenApi,
    operationsModule: BssOpenApiOperationsModule,
    absent: bssOpenApiAbsent,
    absentRemark:
      'These are only those that Terraform calls for a bastion instance: nothing is bought or renewed here.',
    errors: BssOpenApiErrors.table,
  },
];

export const gatewayErrors: Readonly<Record<string, ErrorRow>> = GatewayErrors.table;

/** The operations of a product, sorted by name, without starting anything. */
export function operationsOf({ operationsModule }: CatalogueEntry): Action[] {
  const providers = Reflect.getMetadata('providers', operationsModule) as Class[];
  const actions = providers.map((provider) => actionOf(provider)).filter((action) => action !== undefined);
  return actions.sort((a, b) => (a.name < b.name ? -1 : 1));
}
