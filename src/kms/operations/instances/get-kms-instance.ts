import type { Caller } from '../../../common/caller.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Member, Text } from '../../../gateway/fields.ts';
import { kmsInstanceArn, kmsInstanceId } from '../../kms-instance.ts';
import { KmsErrors } from '../../kms.errors.ts';
import { KmsAction } from '../kms-action.ts';

export class GetKmsInstanceRequest {
  @Text(1, 64, { pattern: /^[\w-]+$/ }) KmsInstanceId: string;
}

class KmsInstance {
  @Member() InstanceId: string;
  @Member() InstanceName: string;
  @Member() DeletionProtection: boolean;
  @Member() ProductVersion: string;
  @Member() Status: string;
}

export class GetKmsInstanceResponse {
  @Member() KmsInstance: KmsInstance;
}

const notInVpc = 'it is in no VPC';
const notSold = 'it is not sold';
const notLimited = 'it limits nothing';

@KmsAction({
  request: GetKmsInstanceRequest,
  response: GetKmsInstanceResponse,
  route: 'GET /kms/instances/{KmsInstanceId}',
  resource: (caller, request) => kmsInstanceArn(caller, request.KmsInstanceId),
  omits: {
    'KmsInstance.BindVpcs': notInVpc,
    'KmsInstance.CaCertificateChainPem': 'it has no certificate of its own',
    'KmsInstance.ChargeType': notSold,
    'KmsInstance.CreateTime': notSold,
    'KmsInstance.DeletionProtectionDescription': 'it lives as long as the account',
    'KmsInstance.EndDate': notSold,
    'KmsInstance.KeyNum': notLimited,
    'KmsInstance.Log': 'the audit trail is always on',
    'KmsInstance.LogStorage': 'the audit trail is always on',
    'KmsInstance.ProductType': notSold,
    'KmsInstance.SaleStatus': notSold,
    'KmsInstance.SecretNum': notLimited,
    'KmsInstance.Spec': notLimited,
    'KmsInstance.StartDate': notSold,
    'KmsInstance.VpcId': notInVpc,
    'KmsInstance.VpcNum': notInVpc,
    'KmsInstance.VswitchIds': notInVpc,
    'KmsInstance.ZoneIds': notInVpc,
  },
})
export class GetKmsInstance implements ActionHandler<GetKmsInstanceRequest, GetKmsInstanceResponse> {
  async handle(caller: Caller, request: GetKmsInstanceRequest): Promise<GetKmsInstanceResponse> {
    const InstanceId = kmsInstanceId(caller);
    if (request.KmsInstanceId !== InstanceId) throw KmsErrors.InstanceNotFound();
    const shown = { InstanceId, InstanceName: InstanceId, DeletionProtection: true, ProductVersion: '3' };
    return { KmsInstance: { ...shown, Status: 'Connected' } };
  }
}
