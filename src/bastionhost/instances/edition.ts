/** The image, plan and licence of an instance, from which clients infer its features. */
export interface Edition {
  readonly imageVersion: string;
  readonly planCode: string;
  readonly licenseCode: string;
}

/**
 * The API is that of this image version, the first with KMS secrets. The licence is the vendor's largest, since nothing
 * here is limited by a licence.
 */
export const edition: Edition = {
  imageVersion: '3.2.50',
  planCode: 'cloudbastion_ha',
  licenseCode: 'bhah_ult_20000_asset',
};

/**
 * The storage that the licence includes, in bytes. What there really is, GetInstanceStoreInfo says. Terraform subtracts
 * one to four TiB, depending on the licence and its own version, and takes the rest for what was bought in addition.
 */
export const includedStorage = 4 * 1024 ** 4;
