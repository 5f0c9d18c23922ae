import type { ActionHandler } from '../../../gateway/action.ts';
import { KmsAction } from '../kms-action.ts';
import { EmptyResponse } from '../shapes/empty-response.ts';

export class OpenKmsServiceRequest {}

@KmsAction({
  request: OpenKmsServiceRequest,
  response: EmptyResponse,
  route: 'POST /kms/service:open',
  resource: () => '*',
})
export class OpenKmsService implements ActionHandler<OpenKmsServiceRequest, EmptyResponse> {
  // KMS is open for every account from the start.
  async handle(): Promise<EmptyResponse> {
    return {};
  }
}
