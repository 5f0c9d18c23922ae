import type { Caller } from '../../../common/caller.ts';
import type { ServiceError } from '../../../common/service-error.ts';
import type { ActionHandler } from '../../../gateway/action.ts';
import { Flag, ListOf, Member, Optional } from '../../../gateway/fields.ts';
import { SecretBatchReader } from '../../secrets/secret-batch-reader.ts';
import { secretsArn } from '../../secrets/secret-name.ts';
import { KmsAction } from '../kms-action.ts';
import { SecretName, VersionId, VersionStage } from '../kms-fields.ts';
import { SecretValueShape, showValue } from '../shapes/secret-value.ts';

class WantedSecret {
  @SecretName() SecretName: string;
  @Optional() @VersionId() VersionId?: string;
  @Optional() @VersionStage() VersionStage?: string;
  @Optional() @Flag() FetchExtendedConfig: boolean = false;
}

export class BatchGetSecretValueRequest {
  @Optional() @ListOf(WantedSecret, { max: 20 }) SecretsList: WantedSecret[] = [];
}

class BatchError {
  @Member() SecretName: string;
  @Member() Code: string;
  @Member() HttpStatus: number;
  @Member() Message: string;
}

class BatchValue extends SecretValueShape {
  @Member() RequestId: string;
}

export class BatchGetSecretValueResponse {
  @Member([BatchError]) Errors: BatchError[];
  @Member([BatchValue]) SecretValues: BatchValue[];
}

@KmsAction({
  request: BatchGetSecretValueRequest,
  response: BatchGetSecretValueResponse,
  route: 'POST /kms/secrets:batch-get-value',
  resource: secretsArn,
  openToAll: 'each entry is a GetSecretValue of its own',
})
export class BatchGetSecretValue implements ActionHandler<BatchGetSecretValueRequest, BatchGetSecretValueResponse> {
  constructor(private readonly secrets: SecretBatchReader) {}

  async handle(caller: Caller, { SecretsList }: BatchGetSecretValueRequest): Promise<BatchGetSecretValueResponse> {
    const outcomes = await this.secrets.read(caller, SecretsList.map(toQuery));
    const answer: BatchGetSecretValueResponse = { Errors: [], SecretValues: [] };
    SecretsList.forEach(({ SecretName, FetchExtendedConfig }, index) => {
      const outcome = outcomes[index]!;
      if ('error' in outcome) answer.Errors.push(showError(SecretName, outcome.error));
      else answer.SecretValues.push({ ...showValue(outcome.value, FetchExtendedConfig), RequestId: caller.requestId });
    });
    return answer;
  }
}

function toQuery(wanted: WantedSecret) {
  return { secretName: wanted.SecretName, versionId: wanted.VersionId, versionStage: wanted.VersionStage };
}

function showError(SecretName: string, { code, status, message }: ServiceError): BatchError {
  return { SecretName, Code: code, HttpStatus: status, Message: message };
}
