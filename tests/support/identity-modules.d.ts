/** What is used of two packages that come without types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }
  export class Provider {
    constructor(issuer: string, configuration: object);
    Grant: new (of: {
      accountId: string;
      clientId: unknown;
    }) => Grant;
    callback(): RequestListener;
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ readonly params: Readonly<Record<string, unknown>> }>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>;
  }
}

declare module 'samlp' {
  interface Samlp {
    parseRequest(
      request: { query: Record<string, string | null> },
      options: object,
      done: (
        error: Error | null,
        data?: { id: string; assertionConsumerServiceURL: string; issuer: string },
      ) => void,
    ): void;
    getSamlResponse(
      options: object,
      user: object,
      done: (error: Error | null, response?: string) => void,
    ): void;
  }
  const samlp: Samlp;
  export default samlp;
}
