import { createHash } from 'node:crypto';

/** A UUID that depends on its words alone: the same account, driven the same way, gives the same ids. */
export function uuidOf(...words: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** S3 knows an account by a canonical user id of 64 hexadecimal digits. */
export function canonicalUser(account: string): string {
  return createHash('sha256').update(`canonical user of ${account}`).digest('hex');
}

/** `sha256:` and 64 hexadecimal digits, made from a name; for images whose digest nobody has told. */
export function digestOf(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/** Where an ARN's resource lives; every service but S3 has a Region and an account in its ARNs. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export function arn(service: string, { account, region }: Place, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

export interface ArnParts extends Place {
  readonly service: string;
  readonly resource: string;
}

/** An ARN's parts, or undefined if the text is none. A resource may itself contain colons. */
export function parseArn(text: string): ArnParts | undefined {
  const [prefix, partition, service, region, account, ...resource] = text.split(':');
  if (prefix !== 'arn' || partition === undefined || !partition.startsWith('aws')) return undefined;
  if (service === undefined || region === undefined || account === undefined || resource.length === 0) return undefined;
  return { service, region, account, resource: resource.join(':') };
}
