import { Column } from 'typeorm';

/** Basic Edition and Enterprise Edition. */
export const planCodes = ['cloudbastion', 'cloudbastion_ha'] as const;
export type PlanCode = (typeof planCodes)[number];

/** The vendor's largest, since nothing here is limited by a licence. */
export const licenseCode = 'bhah_ult_20000_asset';

/**
 * The storage that the licence includes, in bytes. What there really is, GetInstanceStoreInfo says. Terraform subtracts
 * one to four TiB, depending on the licence and its own version, and takes the rest for what was bought in addition.
 */
export const includedStorage = 4 * 1024 ** 4;

/** The plan and image of an instance, and its optional module, from which clients infer its features. */
export class Edition {
  @Column({ name: 'plan_code', type: 'text' })
  planCode: PlanCode;

  /** Three numbers, for example `3.2.50`. */
  @Column({ name: 'image_version', type: 'text' })
  imageVersion: string;

  @Column({ name: 'kms_secret_module', type: 'boolean' })
  hasKmsSecretModule: boolean;
}
