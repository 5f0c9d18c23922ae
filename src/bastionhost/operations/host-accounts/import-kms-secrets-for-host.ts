import type { Caller } from '../../../common/caller.ts';
import { Extension, Json, Member, Optional, Text } from '../../../gateway/fields.ts';
import { KmsSecretImport } from '../../hosts/kms-secret-import.ts';
import { invalidParameter } from '../../bastionhost.errors.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, Name, NumericObjectId } from '../bastionhost-fields.ts';

export class SecretToImport {
  @Text(1, 192) SecretName: string;
  @Optional() @Text(1, 64) SecretType: string = 'ECS';
  /** Only with a Generic secret, on a host that was not created from an ECS instance. */
  @Extension() @Optional() @Name() HostAccountName?: string;
}

export class ImportKMSSecretsForHostRequest {
  @NumericObjectId() HostId: number;
  @Optional() @InstanceId() InstanceId?: string;
  @Optional() @Json(SecretToImport, { max: 100 }) Secrets?: SecretToImport[];
}

export class ImportedSecret {
  /** `200`, or an HTTP status that says what is wrong with this secret. */
  @Member() Code: string;
  @Member() Message: string;
  @Member() SecretName: string;
}

export class ImportKMSSecretsForHostResponse {
  @Member([ImportedSecret]) Results: ImportedSecret[];
  @Member() SuccessCount: number;
}

@BastionhostAction({
  request: ImportKMSSecretsForHostRequest,
  response: ImportKMSSecretsForHostResponse,
  route: 'POST /bastionhost/hosts:import-kms-secrets',
})
export class ImportKMSSecretsForHost implements BastionHandler<
  ImportKMSSecretsForHostRequest,
  ImportKMSSecretsForHostResponse
> {
  constructor(private readonly secrets: KmsSecretImport) {}

  async handle(
    bastion: Bastion,
    request: ImportKMSSecretsForHostRequest,
    caller: Caller,
  ): Promise<ImportKMSSecretsForHostResponse> {
    if (!request.Secrets?.length) throw invalidParameter('Secrets');
    const secrets = request.Secrets.map(({ SecretName: name, SecretType: type, HostAccountName: accountName }) => ({
      name,
      type,
      accountName,
    }));
    const results = await this.secrets.import(caller, bastion, String(request.HostId), secrets);
    return {
      Results: results.map(({ code, message, secretName }) => ({
        Code: code,
        Message: message,
        SecretName: secretName,
      })),
      SuccessCount: results.filter(({ code }) => code === '200').length,
    };
  }
}
