import type { DemoService } from './service.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers are as free as JSON
type Members = Record<string, any>;

/** The REST surface, as an administrator uses it with `curl`. */
export class Api {
  private readonly authorization: string;

  constructor(private readonly service: DemoService) {
    this.authorization = `Basic ${Buffer.from(service.basic).toString('base64')}`;
  }

  get(path: string): Promise<Members> {
    return this.call('GET', path);
  }

  post(path: string, body: Members): Promise<Members> {
    return this.call('POST', path, body);
  }

  delete(path: string): Promise<Members> {
    return this.call('DELETE', path);
  }

  private async call(method: string, path: string, body?: Members): Promise<Members> {
    const headers = { authorization: this.authorization, 'content-type': 'application/json' };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.service.url}${path}`, { method, headers, ...content });
    const members = (await answer.json()) as Members;
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status} ${members['Code']}: ${members['Message']}`);
    return members;
  }
}
