type Parameters = Readonly<Record<string, string | undefined>>;

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const tags = JSON.stringify([{ TagKey: 'any', TagValue: 'any' }]);
const oaep = { Algorithm: 'RSAES_OAEP_SHA_256', Plaintext: base64(16), CiphertextBlob: base64(256) };
const pss = { Algorithm: 'RSA_PSS_SHA_256', Digest: base64(32), Value: base64(256) };
const mac = { Algorithm: 'HMAC_SHA_256', Message: base64(16), Mac: base64(32) };
const schedule = { EnableAutomaticRotation: 'false', RotationInterval: '7d' };

/**
 * What operations of KMS need besides a key and a secret of that name. An undefined parameter is left out although it
 * names a thing.
 */
export function samplesOfKms(CiphertextBlob: string, name: string): Readonly<Record<string, Parameters>> {
  const alias = { AliasName: `alias/${name}` };
  const several = { ResourceType: 'secret', ResourceId: JSON.stringify([name]), TagKey: '["any"]' };
  return {
    AsymmetricDecrypt: oaep,
    AsymmetricEncrypt: oaep,
    AsymmetricSign: pss,
    AsymmetricVerify: pss,
    BatchGetSecretValue: { SecretsList: JSON.stringify([{ SecretName: name }]) },
    CreateAlias: alias,
    Decrypt: { CiphertextBlob },
    DeleteAlias: alias,
    Encrypt: { Plaintext: base64(16) },
    GenerateMac: mac,
    GetParametersForImport: { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
    ImportKeyMaterial: { EncryptedKeyMaterial: base64(256), ImportToken: base64(64), KeyMaterialExpireUnix: '0' },
    ListTagResources: several,
    ReEncrypt: { CiphertextBlob },
    ScheduleKeyDeletion: { PendingWindowInDays: '7' },
    SetDeletionProtection: { EnableDeletionProtection: 'false' },
    TagResource: { Tags: tags, SecretName: undefined },
    TagResources: { ...several, Tag: JSON.stringify([{ Key: 'any', Value: 'any' }]) },
    UntagResource: { TagKeys: '["any"]', SecretName: undefined },
    UntagResources: several,
    UpdateAlias: alias,
    UpdateRotationPolicy: schedule,
    UpdateSecretRotationPolicy: schedule,
    VerifyMac: mac,
  };
}
