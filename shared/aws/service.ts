import { errorRecord, failureKind } from './failure.ts';
import type { Json, JsonObject } from '../json.ts';
import { at, toJson } from '../json.ts';

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
  /** Members of the input that only the world knows, such as an id that the service has chosen; read before the call. */
  readonly lookup?: Readonly<Record<string, Lookup>>;
}

/** Where to find what a call needs: in the one item of a list that has a certain member. */
export interface Lookup {
  /** Answers with the list, all of it on one page. */
  readonly call: ApiCall;
  /** The list's name in the answer. */
  readonly list: string;
  readonly where: { readonly member: string; readonly is: string };
  /** The member of the item that is asked for. */
  readonly give: string;
}

/** An API call of this service, its operation and input checked by the compiler. */
export function apiCall<C extends Commands, O extends Operation<C>>(
  of: Service<C>,
  operation: O,
  input: InputOf<C, O>,
  lookup?: ApiCall['lookup'],
): ApiCall {
  const call = { service: of.name, operation, input: toJson(input) as JsonObject };
  return lookup === undefined ? call : { ...call, lookup };
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

/**
 * Runs a call that is data; its output is what the service answered, as JSON.
 *
 * @throws ResourceNotFoundException if what is to be looked up first is not there
 */
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
  const input = { ...structuredClone(call.input) } as Record<string, unknown>;
  for (const [member, lookup] of Object.entries(call.lookup ?? {})) {
    input[member] = await lookUp(lookup, services, clientFor, region);
  }
  const output = (await clientFor(of, region).send(new Command(input))) as {
    $metadata?: { requestId?: string };
  };
  const { $metadata, ...members } = output;
  return { output: toJson(members), requestId: $metadata?.requestId };
}

async function lookUp({ call, list, where, give }: Lookup, ...place: [Services, ClientFor, string]): Promise<string> {
  const { output } = await execute(call, ...place).catch(noList);
  const items = at(output, list);
  const item = (Array.isArray(items) ? items : []).find((one) => at(one, where.member) === where.is);
  const found = at(item, give);
  if (typeof found === 'string') return found;
  throw failure(
    'ResourceNotFoundException',
    404,
    `${call.operation} lists nothing whose ${where.member} is ${where.is}`,
  );
}

/** Without a list nothing is known of what would be in it: it is neither gone nor is the call itself denied. */
function noList(error: unknown): never {
  const kind = failureKind(error);
  if (kind !== 'gone' && kind !== 'denied') throw error;
  throw failure('LookupFailed', 400, errorRecord(error).message);
}

function failure(name: string, httpStatusCode: number, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}
