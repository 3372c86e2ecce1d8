import { BlockList, isIPv6 } from 'node:net';
import type { AiCall } from './ai-call.ts';

/** From where AI services may be called; an empty list judges nothing. */
export interface Inside {
  /** Accounts besides the own one. */
  readonly accounts: readonly string[];
  /** In CIDR notation, IPv4 or IPv6. */
  readonly networks: readonly string[];
  /** Ids of VPC endpoints. */
  readonly endpoints: readonly string[];
}

/**
 * Why a call came from outside, for a person; empty where it did not. What a service does on somebody's behalf comes
 * from the service's own address, which tells nothing.
 */
export function outsideBy(call: AiCall, { accounts, networks, endpoints }: Inside, own: string): readonly string[] {
  if (call.byService) return [];
  const { account } = call.caller;
  const { ip, endpoint } = call;
  const why: string[] = [];
  if (accounts.length > 0 && account !== undefined && account !== own && !accounts.includes(account)) {
    why.push(`account ${account} is none of those that may call`);
  }
  const isJudged = (networks.length > 0 || endpoints.length > 0) && ip !== undefined;
  // Where endpoints are named, an address behind another one tells nothing: private ones are the same in every VPC,
  // also in one of whoever has taken the keys.
  const isInside =
    endpoint === undefined || endpoints.length === 0 ? liesIn(networks, ip) : endpoints.includes(endpoint);
  if (isJudged && !isInside) {
    const through = endpoint === undefined ? '' : ` through ${endpoint}`;
    why.push(`${ip}${through} is in none of the networks that calls may come from`);
  }
  return why;
}

/** What is no network, in a policy that nobody has checked yet, holds nothing. */
function liesIn(networks: readonly string[], ip = ''): boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    try {
      list.addSubnet(address, prefix === '' ? Number.NaN : Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4');
    } catch {
      continue;
    }
  }
  return list.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}

/** The remediation whose settings tell what is inside. */
export const outsideRemediation = 'iam-principal-outside-calls-contained';

/**
 * What a policy's JSON, checked or not, says of what is inside: once for the remediation, and once for each rule that
 * has parameters. Sources, which decide nothing, leave out what is inside by all of them.
 */
export function insidesOf(policy: unknown): readonly Inside[] {
  const rules = member(policy, 'rules');
  const settings = [
    member(member(policy, 'remediations'), outsideRemediation),
    ...(Array.isArray(rules) ? (rules as unknown[]) : []),
  ];
  return settings
    .map((one) => member(one, 'parameters'))
    .map((parameters) => ({
      accounts: texts(member(parameters, 'accounts')),
      networks: texts(member(parameters, 'networks')),
      endpoints: texts(member(parameters, 'vpc-endpoints')),
    }))
    .filter(isSet);
}

export function isSet({ accounts, networks, endpoints }: Inside): boolean {
  return accounts.length + networks.length + endpoints.length > 0;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
