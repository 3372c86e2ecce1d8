import { ServiceFault } from './errors.ts';
import type { IamState } from './iam-state.ts';
import { uuidOf } from './names.ts';
import { own } from './own.ts';
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
