import { PatternError, quote, show } from './error.ts';
import { type Address, parseAddress } from './ip.ts';
import type { Test } from './values.ts';

/**
 * `{"cidr": "10.0.0.0/24"}` or `{"cidr": "2001:db8::/32"}`. Bits behind the prefix may be set, they are ignored.
 * A prefix over all bits is no block to EventBridge: the address itself, as an exact value, says the same.
 */
export function cidr(operand: unknown, at: string): Test {
  if (typeof operand !== 'string') {
    throw new PatternError(at, `must be a block as "10.0.0.0/24" or "2001:db8::/32", not ${show(operand)}.`);
  }
  const [, literal = '', length = ''] = /^([^/]*)\/(\d{1,3})$/.exec(operand) ?? [];
  const network = parseAddress(literal);
  if (network === undefined) {
    throw new PatternError(at, `${quote(operand)} is no block as "10.0.0.0/24" or "2001:db8::/32".`);
  }
  const prefix = Number(length);
  if (prefix >= network.bits) {
    const hint = 'For one address, write the address as an exact value.';
    throw new PatternError(at, `the prefix must be 0 to ${network.bits - 1}, not ${prefix}. ${hint}`);
  }
  return (value) => typeof value === 'string' && inside(parseAddress(value), network, prefix);
}

function inside(address: Address | undefined, network: Address, prefix: number): boolean {
  if (address?.bits !== network.bits) return false;
  const host = BigInt(network.bits - prefix);
  return address.value >> host === network.value >> host;
}
