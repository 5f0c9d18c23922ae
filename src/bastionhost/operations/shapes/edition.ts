// What clients read an instance's abilities from. The API is that of this image version, where KMS secrets first appear; the licence is the
// vendor's largest, as nothing here is limited by one.
export const edition = {
  ImageVersion: '3.2.50',
  PlanCode: 'cloudbastion_ha',
  LicenseCode: 'bhah_ult_20000_asset',
} as const;
