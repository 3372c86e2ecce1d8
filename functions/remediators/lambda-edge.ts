import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';
import { lambdaStart } from '../../shared/aws/lambda-start.ts';
import type { ClientFor, SdkClient } from '../../shared/aws/service.ts';
import { systemClock } from '../../shared/clock.ts';
import type { RemediatorEdge } from '../../shared/edge.ts';
import { s3EvidenceStore } from '../../shared/evidence/s3-store.ts';
import { dynamoDbLedger } from '../../shared/ledger/dynamodb-ledger.ts';
import { eventBridgeBus } from '../../shared/notify/bus.ts';
import type { Notices } from '../../shared/notify/notices.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import { bundledPolicySource } from '../../shared/policy/source.ts';
import { ssmKillSwitch } from '../../shared/policy/ssm-kill-switch.ts';
import { withKillSwitch } from '../../shared/policy/tighten.ts';
import type { Remediation } from '../../shared/remediation.ts';
import routes from '../../shared/signals/routes.json' with { type: 'json' };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The surroundings of a remediator in Lambda. Clients are made when they are first needed and kept for
 * as long as the process; they hold connections and credentials, and nothing of any customer.
 */
export function lambdaRemediatorEdge(
  own: readonly Remediation[],
  environment: Environment = process.env,
): RemediatorEdge {
  const clientFor = clients();
  const region = (): string => required(environment, 'AWS_REGION');
  const made = once(() => ({
    ledger: dynamoDbLedger(new DynamoDBClient({ region: region() }), required(environment, 'LEDGER_TABLE')),
    evidence: s3EvidenceStore(new S3Client({ region: region() }), required(environment, 'EVIDENCE_BUCKET')),
    bus: eventBridgeBus(new EventBridgeClient({ region: region() }), required(environment, 'LIFECYCLE_BUS')),
    notices: notices(region(), required(environment, 'NOTICES_TOPIC')),
    dispatch: lambdaStart(environment),
  }));
  return {
    clock: systemClock,
    clientFor,
    get ledger() {
      return made().ledger;
    },
    get evidence() {
      return made().evidence;
    },
    get bus() {
      return made().bus;
    },
    get notices() {
      return made().notices;
    },
    get dispatch() {
      return made().dispatch;
    },
    newCode,
    policy: policySource(own, environment),
    logger: new Logger(),
    metrics: new Metrics(),
    get ownRoles() {
      return required(environment, 'OWN_ROLES').split(',');
    },
    get accounts() {
      return required(environment, 'ACCOUNTS').split(',');
    },
  };
}

/**
 * policy.yml as it was at deployment, under the kill switch. The bundler turns the file into JSON; loading
 * it on demand keeps this module importable where nothing bundles it.
 */
function policySource(own: readonly Remediation[], environment: Environment): PolicySource {
  const all = [...new Set(Object.values(routes).flatMap((of) => of.map(({ remediation }) => remediation)))];
  const others = all.filter((id) => own.every((remediation) => remediation.id !== id)).map((id) => ({ id }));
  const source = once(async () => {
    const { default: prepared } = await import('../../policy.yml');
    const killSwitch = ssmKillSwitch({
      parameterName: required(environment, 'KILL_SWITCH'),
      ttlSeconds: 60,
      clock: systemClock,
      ids: all,
      // Read anew each time: how long a reading holds is the kill switch's own business.
      get: async (name) => getParameter(name, { forceFetch: true }),
    });
    return withKillSwitch(bundledPolicySource(prepared, [...own, ...others]), killSwitch);
  });
  return {
    load: async () => {
      try {
        return await (await source()).load();
      } catch (error) {
        return { ok: false, error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function notices(region: string, topicArn: string): Notices {
  const made = once(async () => (await import('./lambda-notices.ts')).lambdaNotices(region, topicArn));
  return { send: async (notice) => (await made()).send(notice) };
}

/** 32 signs that nobody mistakes for each other; ten of them are 50 bits. */
const signs = '0123456789abcdefghjkmnpqrstvwxyz';

function newCode(): string {
  return Array.from(randomBytes(10), (byte) => signs[byte % signs.length]).join('');
}

function clients(): ClientFor {
  const kept = new Map<string, SdkClient>();
  return (of, region) => {
    const key = `${of.name} ${region}`;
    const client = kept.get(key) ?? new of.Client({ region, maxAttempts: 3 });
    kept.set(key, client);
    return client;
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set`);
  return value;
}
