import * as http from 'node:http';
import * as https from 'node:https';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** One request by Node's own clients, on its own connection by default, with options that fetch does not have. */
export function ask(url: string, options: https.RequestOptions = {}, body?: string): Promise<Asked> {
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent: false, ...options }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((content) => resolve({ status, headers, text: content }), reject);
    });
    asking.on('error', reject).end(body);
  });
}
