/** Which product and licence an instance is: what clients read its abilities from. */
export interface Edition {
  readonly imageVersion: string;
  readonly planCode: string;
  readonly licenseCode: string;
}

/** The API is that of this image version, where KMS secrets first appear; the licence is the vendor's largest, as nothing here is limited by one. */
export const edition: Edition = {
  imageVersion: '3.2.50',
  planCode: 'cloudbastion_ha',
  licenseCode: 'bhah_ult_20000_asset',
};
