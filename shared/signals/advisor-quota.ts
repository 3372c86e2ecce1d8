/** A quota of SageMaker or Bedrock that Trusted Advisor has found nearly used up. */
export interface ShortQuota {
  /** Service Quotas' code of the service. */
  readonly service: 'bedrock' | 'sagemaker';
  /** Its name, which is safe to stand in a command. */
  readonly name: string;
  readonly value: number;
  readonly used: number | undefined;
  readonly region: string;
}

const services = [
  [/\bsagemaker\b/i, 'sagemaker'],
  [/\bbedrock\b/i, 'bedrock'],
] as const;

/** Names of quotas have no other characters in them. */
const NAME = /^\w[\w .,:()/-]{0,199}$/;

/**
 * What a resource of a service limit's check tells; undefined for any other. Its columns are Region, Service, Limit
 * Name, Limit Amount, Current Usage, Status.
 *
 * https://docs.aws.amazon.com/awssupport/latest/user/service-limits.html
 */
export function shortQuota(resource: {
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly regionCode?: string | undefined;
  readonly status?: string | undefined;
}): ShortQuota | undefined {
  const { metadata = {}, regionCode: region, status } = resource;
  const { 1: told = '', 2: name = '', 3: amount = '', 4: usage = '' } = metadata;
  const service = services.find(([pattern]) => pattern.test(told))?.[1];
  const value = Number(amount);
  if (status === 'ok' || service === undefined || region === undefined || !NAME.test(name)) return undefined;
  if (amount === '' || !Number.isFinite(value) || value <= 0) return undefined;
  return { service, name, value, used: /^\d+(?:\.\d+)?$/.test(usage) ? Number(usage) : undefined, region };
}

/** What is asked for: a whole number, rounded up. 50 times 1.1 is 55.00000000000001 to a computer, and 55 to people. */
export function desiredValue(value: number, factor: number): number {
  return Math.ceil(Number((value * factor).toFixed(6)));
}
