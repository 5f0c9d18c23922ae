import type { Credentials } from './api-clients.ts';

export const testMasterKey = Buffer.alloc(32, 7).toString('base64');

/** The root AccessKey of the installation's own account, in every service of the tests. */
export const testRootAccessKey: Credentials = {
  accessKeyId: 'LTAItestRootAccessKey001',
  accessKeySecret: 'testRootAccessKeySecret0000001',
};

/** What every service of the tests is started with, on free ports of this machine. */
export function testSettings(places: { dataDir: string; databaseUrl: string }): Readonly<Record<string, string>> {
  return {
    SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
    SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
    SALLYPORT_DATA_DIR: places.dataDir,
    DATABASE_URL: places.databaseUrl,
    SALLYPORT_MASTER_KEY: testMasterKey,
    SALLYPORT_ACCESS_KEY_ID: testRootAccessKey.accessKeyId,
    SALLYPORT_ACCESS_KEY_SECRET: testRootAccessKey.accessKeySecret,
    SALLYPORT_LOG_LEVEL: 'silent',
  };
}

/** For a service that may be set to send mail, though nobody takes it. */
export const mailSettings = {
  SALLYPORT_SMTP_URL: 'smtp://127.0.0.1:9',
  SALLYPORT_MAIL_FROM: 'bastion@example.com',
};
