import { isIPv6 } from 'node:net';

export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Eight groups of four digits with colons between: nothing longer is an address. */
const longest = 39;

/** `::ffff:0:0/96`: an IPv4 address in IPv6 clothes, which counts as the IPv4 address. */
const mappedPrefix = 0xffffn;

/**
 * An address literal as EventBridge reads it, or undefined. Host names, zones (`fe80::1%eth0`) and mixed
 * notation (`::ffff:10.0.0.1`) are plain text to it.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > longest) return undefined;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return version4(text.split('.').map(Number));
  if (!isIPv6(text) || !/^[0-9a-f:]+$/i.test(text)) return undefined;
  const value = joined(groups(text), 16n);
  return value >> 32n === mappedPrefix ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value };
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.bits === b.bits && a.value === b.value;
}

/** Leading zeros don't make an octet octal: `010.0.0.1` is `10.0.0.1`. */
function version4(octets: readonly number[]): Address | undefined {
  if (octets.some((octet) => octet > 255)) return undefined;
  return { bits: 32, value: joined(octets.map(BigInt), 8n) };
}

/** The eight groups, with those that `::` leaves out. */
function groups(text: string): bigint[] {
  const [head = '', tail] = text.split('::');
  const before = numbers(head);
  if (tail === undefined) return before;
  const after = numbers(tail);
  const left = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...left, ...after];
}

function numbers(part: string): bigint[] {
  return part === '' ? [] : part.split(':').map((group) => BigInt(`0x${group}`));
}

function joined(parts: readonly bigint[], width: bigint): bigint {
  let value = 0n;
  for (const part of parts) value = (value << width) | part;
  return value;
}
