import { MalformedPolicy, readPolicy, type PolicyDocument, type PolicyKind } from './policy-document.ts';

const maxEntries = 2_000;
const maxBytes = 65_536;

/** Parsed policies by their text. The same text always means the same, so nothing here can be stale. */
export class PolicyCache {
  private readonly documents = new Map<string, PolicyDocument>();

  constructor(private readonly kind: PolicyKind) {}

  /** A stored policy that can no longer be parsed denies everything, so that nothing it denied becomes allowed. */
  read(text: string): PolicyDocument {
    const known = this.documents.get(text);
    if (known) return known;
    const document = this.parse(text);
    if (this.documents.size >= maxEntries) this.documents.delete(this.documents.keys().next().value as string);
    this.documents.set(text, document);
    return document;
  }

  private parse(text: string): PolicyDocument {
    try {
      return readPolicy(text, this.kind, maxBytes);
    } catch (error) {
      if (error instanceof MalformedPolicy) return denyAll;
      throw error;
    }
  }
}

const everything = { patterns: ['*'], negated: false };
const denyAll: PolicyDocument = {
  statements: [{ effect: 'Deny', actions: everything, resources: everything, conditions: [] }],
};
