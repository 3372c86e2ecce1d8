import { at } from '../../shared/json.ts';
import { ServiceFault } from './errors.ts';
import type { IamState } from './iam-state.ts';
import { uuidOf } from './names.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import type { CallContext } from './simulation.ts';

export function noSuchEntity(what: string): ServiceFault {
  return new ServiceFault('NoSuchEntityException', `The ${what} cannot be found.`, 404);
}

export function userNamed(name: string, { state }: CallContext): IamState['users'][string] {
  const user = own(state.iam.users, name);
  if (user === undefined) throw noSuchEntity(`user with name ${name.slice(0, 128)}`);
  return user;
}

export function roleNamed(name: string, { state }: CallContext): IamState['roles'][string] {
  const role = own(state.iam.roles, name);
  if (role === undefined) throw noSuchEntity(`role with name ${name.slice(0, 128)}`);
  return role;
}

/** When nothing is told: before anybody looks. */
export const longAgo = '2026-01-15T09:00:00.000Z';

export function idOf(prefix: string, name: string): string {
  return `${prefix}${uuidOf(prefix, name).replaceAll('-', '').slice(0, 17).toUpperCase()}`;
}

/** Roles of services and of Identity Center are theirs alone. */
export function modifiable<T extends { readonly path: string }>(role: T, name: string): T {
  if (!/^\/aws-(?:service-role|reserved)\//.test(role.path)) return role;
  const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`;
  throw new ServiceFault('UnmodifiableEntityException', message);
}

/** As RFC 3986 has it, which encodes more than JavaScript does. */
export function encoded(document: string): string {
  return encodeURIComponent(document.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The statements of a policy; undefined for what is none. */
export function statementsIn(text: string): readonly unknown[] | undefined {
  try {
    const found = at(JSON.parse(text), 'Statement');
    if (typeof found !== 'object' || found === null) return undefined;
    return Array.isArray(found) ? found : [found];
  } catch {
    return undefined;
  }
}

interface Paging {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export function paged<T>(
  items: readonly T[],
  key: (item: T) => string,
  { Marker, MaxItems = 100 }: Paging,
  scope: string,
) {
  const { items: page, next } = paginate(
    items,
    key,
    { token: Marker, size: MaxItems, scope },
    () => new ServiceFault('ValidationError', 'Invalid Marker.'),
  );
  return { page: [...page], more: present({ IsTruncated: next !== undefined, Marker: next }) };
}
