import type { JsonObject } from '../json.ts';
import { at, toJson } from '../json.ts';

/** Policy documents of IAM, as its API gives them and as they say what they say. */

/** A policy's text, which comes "URL-encoded compliant with RFC 3986": https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export function decodedDocument(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text as the API would give it. */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A policy's text, with what the API gave for it where that is not what it would be expected to give. */
export interface PolicyText extends JsonObject {
  readonly text: string;
  readonly asRead?: string;
}

export function policyText(asRead: string): PolicyText {
  const text = decodedDocument(asRead);
  return encodedDocument(text) === asRead ? { text } : { text, asRead };
}

/** What the API gives as long as the policy is the same. */
export function sameAsRead({ text, asRead }: PolicyText): string {
  return asRead ?? encodedDocument(text);
}

/** The statements of a policy's text; none where it has none, or is none. */
export function statementsOf(document: string | null): readonly unknown[] {
  const found = at(parsed(document), 'Statement');
  return Array.isArray(found) ? found : found === undefined ? [] : [found];
}

/** The policy with other statements; its version and id stay. */
export function withStatements(document: string, statements: readonly unknown[]): string {
  const { Statement: _, ...rest } = toJson(parsed(document)) as JsonObject;
  return JSON.stringify({ ...rest, Statement: statements });
}

/** What may be one text or a list of them. */
export function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}

function parsed(document: string | null): object {
  try {
    const found: unknown = JSON.parse(document ?? '{}');
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
  } catch {
    return {};
  }
}
