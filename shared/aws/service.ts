import type { Json, JsonObject } from '../json.ts';
import { toJson } from '../json.ts';

/** What the pipeline needs of an SDK v3 client, whatever the service. */
export interface SdkClient {
  send(command: unknown): Promise<unknown>;
}

/** The part of an SDK command that tells its input and output types. */
interface CommandShape {
  readonly input: object;
  // The SDK's own signature takes `any` here; only the result's type is read.
  resolveMiddleware(stack: any, configuration: any, options: any): (arguments_: any) => Promise<{ output: object }>;
}
// `any`: constructor parameters are contravariant, so only `any` accepts every command's input.
export type Commands = Readonly<Record<string, new (input: any) => CommandShape>>;

type Operation<C extends Commands> = keyof C & `${string}Command` extends `${infer Name}Command` ? Name : never;
type InputOf<C extends Commands, O extends string> = ConstructorParameters<C[`${O}Command`]>[0];
type OutputOf<C extends Commands, O extends string> = Awaited<
  ReturnType<ReturnType<InstanceType<C[`${O}Command`]>['resolveMiddleware']>>
>['output'];

/**
 * The operations of one AWS service that a remediation may call. The list is also the remediation's
 * permission list: an operation that is not in it can be neither planned nor called.
 */
export interface Service<C extends Commands = Commands> {
  /** The SDK's name for the service: `S3`, `SageMaker`. */
  readonly name: string;
  // `any`: each SDK client has a configuration type of its own; the edge passes only common settings.
  readonly Client: new (configuration: any) => SdkClient;
  readonly commands: C;
}

export function service<C extends Commands>(name: string, Client: Service['Client'], commands: C): Service<C> {
  return { name, Client, commands };
}

/** One AWS API call as data, in the SDK's own words: it prints as the call that a reader knows. */
export interface ApiCall {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
}

/** An API call of this service, its operation and input checked by the compiler. */
export function apiCall<C extends Commands, O extends Operation<C>>(
  of: Service<C>,
  operation: O,
  input: InputOf<C, O>,
): ApiCall {
  return { service: of.name, operation, input: toJson(input) as JsonObject };
}

/** The service's operations as functions: `sagemaker.DescribeEndpoint({ EndpointName })`. */
export type Bound<C extends Commands> = {
  readonly [O in Operation<C>]: (input: InputOf<C, O>) => Promise<OutputOf<C, O>>;
};

/** Every service of a remediation, bound to clients of the resource's account and Region. */
export type BoundServices<S extends Services> = { readonly [K in keyof S]: Bound<S[K]['commands']> };
export type Services = Readonly<Record<string, Service>>;

/** Gives the client for a service in a Region; the edge decides how it is made and kept. */
export type ClientFor = (of: Service, region: string) => SdkClient;

export function bind<S extends Services>(services: S, clientFor: ClientFor, region: string): BoundServices<S> {
  const bound: Record<string, Record<string, (input: object) => Promise<unknown>>> = {};
  for (const [key, of] of Object.entries(services)) {
    const operations: Record<string, (input: object) => Promise<unknown>> = {};
    for (const [name, Command] of Object.entries(of.commands)) {
      operations[name.slice(0, -'Command'.length)] = (input) => clientFor(of, region).send(new Command(input));
    }
    bound[key] = operations;
  }
  return bound as BoundServices<S>;
}

/** Runs a call that is data; its output is what the service answered, as JSON. */
export async function execute(
  call: ApiCall,
  services: Services,
  clientFor: ClientFor,
  region: string,
): Promise<{ output: Json; requestId: string | undefined }> {
  const of = Object.values(services).find(({ name }) => name === call.service);
  const Command = of?.commands[`${call.operation}Command`];
  if (of === undefined || Command === undefined) {
    throw new TypeError(`${call.service}.${call.operation} is not among the remediation's operations`);
  }
  const output = (await clientFor(of, region).send(new Command(structuredClone(call.input)))) as {
    $metadata?: { requestId?: string };
  };
  const { $metadata, ...members } = output;
  return { output: toJson(members), requestId: $metadata?.requestId };
}
