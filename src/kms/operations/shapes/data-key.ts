import { Flag, OneOf, Optional, Whole } from '../../../gateway/fields.ts';
import { EncryptionContext, KeyId } from '../kms-fields.ts';

/** The parameters of a new data key. */
export class DataKeyRequest {
  @KeyId() KeyId: string;
  @Optional() @OneOf('AES_256', 'AES_128') KeySpec: 'AES_256' | 'AES_128' = 'AES_256';
  @Optional() @Whole(1, 1024) NumberOfBytes?: number;
  @Optional() @EncryptionContext() EncryptionContext?: string;
  @Optional() @Flag() DryRun: boolean = false;
}

const bytes = { AES_256: 32, AES_128: 16 };

/** The length of the data key in bytes: NumberOfBytes, or else that of KeySpec. */
export function dataKeyBytes({ NumberOfBytes, KeySpec }: DataKeyRequest): number {
  return NumberOfBytes ?? bytes[KeySpec];
}
