import { Flag, OneOf, Optional, Whole } from '../../../gateway/fields.ts';
import { EncryptionContext, KeyId } from '../kms-fields.ts';

/** What a data key is asked for by. */
export class DataKeyRequest {
  @KeyId() KeyId: string;
  @Optional() @OneOf('AES_256', 'AES_128') KeySpec: 'AES_256' | 'AES_128' = 'AES_256';
  @Optional() @Whole(1, 1024) NumberOfBytes?: number;
  @Optional() @EncryptionContext() EncryptionContext?: string;
  @Optional() @Flag() DryRun: boolean = false;
}

const bytes = { AES_256: 32, AES_128: 16 };

/** The length of the data key: NumberOfBytes, or else what the spec says. */
export function dataKeyBytes({ NumberOfBytes, KeySpec }: DataKeyRequest): number {
  return NumberOfBytes ?? bytes[KeySpec];
}
