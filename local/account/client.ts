import type { SdkClient, Service } from '../../shared/aws/service.ts';

/** One call as an SDK client was about to send it. */
export interface Request {
  /** The SDK's names: `SageMaker`, `UpdateEndpoint`. */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** The operation's schema, `UpdateEndpoint$`; undefined where the client has none. */
  readonly schema: unknown;
}

/** Gives the call's output, `$metadata` included, or throws the exception that the caller shall see. */
export type Respond = (request: Request) => object;

/** The part of an SDK client's middleware that is used here; each client types its own more narrowly. */
interface Interceptable extends SdkClient {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'build'; readonly name: string; readonly priority: 'low' },
    ): void;
  };
}
type Next = (args: unknown) => Promise<unknown>;
type Middleware = (next: Next, context: MiddlewareContext) => (args: { readonly input: unknown }) => Promise<unknown>;
interface MiddlewareContext {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly __smithy_context?: { readonly operationSchema?: unknown };
}

/**
 * A real SDK client whose calls end before the network. The middleware stands at the end of the step
 * `build`: after the SDK's own serializer, which therefore runs as it would against AWS, and outside its
 * retry loop, so that nothing waits.
 */
export function createClient(of: Service, region: string, respond: Respond): SdkClient {
  const client = new of.Client({
    region,
    maxAttempts: 1,
    // Resolves each command's middleware once; measured: 0.13 instead of 0.20 ms of CPU a call.
    cacheMiddleware: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: noNetwork,
  }) as Interceptable;
  const answer: Middleware = (_next, context) => async (args) => ({
    response: {},
    output: respond({
      service: (context.clientName ?? of.name).replace(/Client$/, ''),
      operation: (context.commandName ?? '').replace(/Command$/, ''),
      input: args.input,
      schema: context.__smithy_context?.operationSchema,
    }),
  });
  client.middlewareStack.add(answer, { step: 'build', name: 'localAccount', priority: 'low' });
  return client;
}

/** What an SDK command says of itself. */
interface Command {
  readonly input: object;
  readonly schema?: unknown;
}

/**
 * The same without the SDK's client: a command goes straight to the account. Ends in the same answers and the same
 * exceptions, and halves what a suite's world takes (3.6 instead of 6.5 ms of CPU with 6 calls). What is left out: the
 * serializer, whose text nobody reads here and which refuses empty parts of a URL, and what S3's client adds to an
 * input, the Region of a new bucket among it.
 */
export function createDirectClient(of: Service, respond: Respond): SdkClient {
  return {
    send: async (command) => {
      const { input, schema } = command as Command;
      const operation = (command as object).constructor.name.replace(/Command$/, '');
      return respond({ service: of.name, operation, input, schema });
    },
  };
}

/** Behind the middleware, as a second wall: nothing that a local account does may leave the machine. */
const noNetwork = {
  metadata: { handlerProtocol: 'none' },
  async handle(): Promise<never> {
    throw new Error('the local account must not use the network');
  },
  updateHttpClientConfig(): void {},
  httpHandlerConfigs(): object {
    return {};
  },
  destroy(): void {},
};
