import { AsymmetricDecrypt } from './asymmetric-decrypt.ts';
import { AsymmetricEncrypt } from './asymmetric-encrypt.ts';
import { AsymmetricSign } from './asymmetric-sign.ts';
import { AsymmetricVerify } from './asymmetric-verify.ts';
import { Decrypt } from './decrypt.ts';
import { Encrypt } from './encrypt.ts';
import { GenerateDataKeyWithoutPlaintext } from './generate-data-key-without-plaintext.ts';
import { GenerateDataKey } from './generate-data-key.ts';
import { GenerateMac } from './generate-mac.ts';
import { GetPublicKey } from './get-public-key.ts';
import { ReEncrypt } from './re-encrypt.ts';
import { VerifyMac } from './verify-mac.ts';

export const cryptoOperations = [
  AsymmetricDecrypt,
  AsymmetricEncrypt,
  AsymmetricSign,
  AsymmetricVerify,
  Decrypt,
  Encrypt,
  GenerateDataKeyWithoutPlaintext,
  GenerateDataKey,
  GenerateMac,
  GetPublicKey,
  ReEncrypt,
  VerifyMac,
];
