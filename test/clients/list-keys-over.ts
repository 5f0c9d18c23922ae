// Lists keys with each of the vendor's clients and prints how many there are, or why that failed. A program of its own,
// so that it can be started with NODE_EXTRA_CA_CERTS.
import { openApiClient, popClient, type ApiClient } from '../support/api-clients.ts';
import { TestClock } from '../support/test-clock.ts';
import { kmsClient } from './kms-client.ts';

const [url = '', accessKeyId = '', accessKeySecret = ''] = process.argv.slice(2);
const credentials = { accessKeyId, accessKeySecret };
const clients: Record<string, ApiClient> = {
  'pop-core': popClient(url, 'kms', credentials, new TestClock()),
  'openapi-client': openApiClient(url, 'kms', credentials),
  kms20160120: kmsClient(url, credentials),
};

const outcomes: [string, unknown][] = [];
for (const [name, client] of Object.entries(clients)) {
  const listing = client.request('ListKeys', name === 'kms20160120' ? { pageNumber: 1 } : {});
  outcomes.push([
    name,
    await listing.then(
      ({ TotalCount }) => TotalCount,
      (error: Error) => error.message,
    ),
  ]);
}
process.stdout.write(JSON.stringify(Object.fromEntries(outcomes)));
