import type { Scope } from '../remediation.ts';
import type { ResourceRef } from './signal.ts';

/**
 * What a text of an event names.
 *
 * @param path where the text lies in the event, for the message
 * @throws EventError if it can't be the name or ARN of such a resource in this account and Region
 */
export type Identify = (text: string, scope: Scope, path: string) => Omit<ResourceRef, 'type'>;
