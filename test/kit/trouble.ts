import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { timeout } from '../../local/account/fault-errors.ts';
import type { LocalDynamoDb } from '../../local/dynamodb.ts';

export const troubleKinds = ['throttle', 'server-error', 'access-denied', 'timeout-before', 'timeout-after'] as const;

/** What happens to the requests `from` to `from + times - 1`, counted from 1. */
export interface Trouble {
  readonly from: number;
  readonly times: number;
  readonly kind: (typeof troubleKinds)[number];
}

export interface Troubled<T> {
  readonly wrap: (service: T) => T;
  /** Requests so far, the troubled ones included. */
  readonly requests: () => number;
}

/** Makes a database fail; without trouble it only counts. */
export function troubledDatabase(trouble?: Trouble): Troubled<LocalDynamoDb> {
  const meet = meeting(trouble);
  return {
    requests: meet.requests,
    wrap: (database) => (isDead) => {
      const client = database(isDead);
      client.middlewareStack.add((next) => async (args) => meet.around(() => next(args)), {
        step: 'initialize',
        name: 'trouble',
      });
      return client;
    },
  };
}

/** What a quick world's remediators talk to, by a method that only it has. */
const services = { ledger: 'claim', evidence: 'put', bus: 'publish' } as const;

/** Makes the methods of a quick world's ledger, evidence store or bus fail. */
export function troubledService(
  which: keyof typeof services,
  trouble?: Trouble,
): { readonly wrap: <T extends object>(thing: T) => T; readonly requests: () => number } {
  const meet = meeting(trouble);
  return {
    requests: meet.requests,
    wrap: (thing) => {
      if (!(services[which] in thing)) return thing;
      return new Proxy(thing, {
        get(of, name) {
          const member: unknown = Reflect.get(of, name);
          if (typeof member !== 'function') return member;
          return (...given: unknown[]): unknown => meet.around(async () => Reflect.apply(member, of, given) as unknown);
        },
      });
    },
  };
}

function meeting({ from, times, kind }: Trouble = { from: 1, times: 0, kind: 'throttle' }) {
  let count = 0;
  return {
    requests: () => count,
    async around<T>(request: () => Promise<T>): Promise<T> {
      count += 1;
      if (count < from || count >= from + times) return request();
      if (kind === 'timeout-after') await request();
      throw errorOf(kind);
    },
  };
}

function errorOf(kind: Trouble['kind']): Error {
  switch (kind) {
    case 'throttle':
      return exception(
        'ProvisionedThroughputExceededException',
        'The level of configured throughput was exceeded.',
        400,
      );
    case 'server-error':
      return exception('InternalServerError', 'The request could not be processed.', 500);
    case 'access-denied':
      return exception('AccessDeniedException', 'The role may not do this.', 400);
    case 'timeout-before':
    case 'timeout-after':
      return timeout();
  }
}

function exception(name: string, message: string, httpStatusCode: number): Error {
  const $fault = httpStatusCode >= 500 ? 'server' : 'client';
  return new DynamoDBServiceException({ name, message, $fault, $metadata: { httpStatusCode } });
}
