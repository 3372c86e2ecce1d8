import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../shared/json.ts';
import { at } from '../../shared/json.ts';

/** What `serverless package` leaves for CloudFormation. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A resource with its logical id. */
export interface Entry {
  readonly id: string;
  readonly properties: JsonObject;
  readonly resource: Resource;
}

/** Something in the template that must not be deployed. */
export interface Problem {
  readonly check: string;
  /** Logical id. */
  readonly resource: string;
  /** What is wrong and what it should be. */
  readonly message: string;
}

export type Check = (template: Template) => readonly Problem[];

/** @throws Error if the file can't be read or holds no template; run `serverless package` first */
export function readTemplate(file: string): Template {
  const template: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const resources = at(template, 'Resources');
  if (resources === null || typeof resources !== 'object') throw new Error(`${file} is no CloudFormation template`);
  return template as Template;
}

export function resourcesOf(template: Template, type: string): readonly Entry[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, properties: resource.Properties ?? {}, resource }));
}

/**
 * A value that CloudFormation will compute, as text with its references left in: `{ "Fn::GetAtt": ["A", "Arn"] }`
 * is `${A.Arn}`, and `{ "Fn::Sub": "${A.Arn}/*" }` is what it says.
 */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const ref = at(value, 'Ref');
  if (typeof ref === 'string') return `\${${ref}}`;
  const attribute = at(value, 'Fn::GetAtt');
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  const substitution = at(value, 'Fn::Sub');
  if (typeof substitution === 'string') return substitution;
  if (Array.isArray(substitution)) return text(substitution[0]);
  const join = at(value, 'Fn::Join');
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(text).join(text(join[0]));
  return JSON.stringify(value) ?? '';
}

/** What may be one or many, as many. */
export function list(value: unknown): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as Json[]) : [value as Json];
}

/** The problems of one resource: those of the pairs whose first half holds. */
export function problems(
  check: string,
  resource: string,
  pairs: readonly (readonly [wrong: boolean, message: string])[],
): readonly Problem[] {
  return pairs.filter(([wrong]) => wrong).map(([, message]) => ({ check, resource, message }));
}
