import type { Envelope } from './envelope.ts';
import { invalidIdentifier } from './event-error.ts';
import { foreignTrail } from './foreign-trail.ts';
import { arnOf, resourcePart } from './arn.ts';
import { identifiableTypes, identify } from './identifiers.ts';
import type { Ignored, Normalised } from './normalised.ts';
import { toSignal } from './normalised.ts';
import type { HubFinding, Signal } from './signal.ts';
import { excerpt } from './text.ts';

/** What a failed control says, whichever format it was told in. */
export interface FailedControl {
  readonly control: string;
  /** Missing: it can't be resolved by us. */
  readonly finding?: HubFinding | undefined;
  readonly resources: readonly FoundResource[];
}

interface FoundResource {
  /** `AwsS3Bucket` or `AWS::S3::Bucket`. */
  readonly type: string;
  /** Most are ARNs. */
  readonly id: string;
  /** Where the id lies in the event, for messages. */
  readonly path: string;
}

/** Most names of resource types are CloudFormation's without its colons; their letters' case follows no rule. */
const types: ReadonlyMap<string, string> = new Map(identifiableTypes().map((type) => [plain(type), type]));

function plain(type: string): string {
  return type.replaceAll(':', '').toLowerCase();
}

/**
 * A signal for each resource of a failed control. A finding about several resources is not ours to resolve, as
 * what is found out about one of them says nothing about the others: its signals don't name it.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources-attributes.html
 *
 * @throws EventError if a resource is named by something that can't be its name
 */
export function aboutResources(envelope: Envelope, { control, finding, resources }: FailedControl): Normalised {
  const signals = new Map<string, Signal>();
  const ignored: Ignored[] = [];
  for (const { type, id, path } of resources) {
    const known = types.get(plain(type.slice(0, 128)));
    if (known === undefined) {
      ignored.push({ reason: `no remediation takes ${excerpt(type)}` });
      continue;
    }
    const foreign = foreignTrail(known, id, envelope);
    if (foreign !== undefined) {
      ignored.push({ reason: foreign });
      continue;
    }
    const resource = identify(known, id, envelope, path);
    const mayResolve = finding !== undefined && resources.length === 1;
    const hints = { control, ...(mayResolve && { hubFinding: finding }) };
    const signal = toSignal(envelope, { source: 'security-hub', resource, hints });
    signals.set(signal.id, signal);
  }
  return { signals: [...signals.values()], ignored };
}

/** Control ids: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html */
const CONTROL = /^[A-Za-z][A-Za-z0-9]{0,63}\.\d{1,3}$/;

/** The id of a control, or undefined for what can't be one. */
export function controlId(text: string | undefined): string | undefined {
  return text !== undefined && CONTROL.test(text) ? text : undefined;
}

/** With consolidated findings, and by standard without. */
const FINDING = /^(?:security-control\/[\w.]{1,70}|subscription\/[\w./-]{1,200})\/finding\/[\w-]{1,64}$/;
/** In ASFF `…::product/aws/securityhub`; the newer Security Hub has been seen with `…::productv2/aws/securityhub-coverage`. */
const PRODUCT =
  /^arn:aws(?:-[a-z]{1,8}){0,2}:securityhub:[a-z0-9-]{1,32}::product(?:\/aws\/securityhub|v2\/aws\/securityhub(?:-[a-z]{1,32}){0,3})$/;

/** Whether a finding is of Security Hub's own; products of others have findings in it, too. */
export function isOwnProduct(productArn: string): boolean {
  return PRODUCT.test(productArn);
}

/**
 * What the finding is updated by later on, so both have to be what they say that they are.
 *
 * @param product one that `isOwnProduct`
 * @throws EventError if `id` is not a finding's ARN
 */
export function asffFinding(id: string, product: string, envelope: Envelope, path: string): HubFinding {
  const part = resourcePart(id, 'securityhub', envelope, path);
  if (!FINDING.test(part)) throw invalidIdentifier(path, 'the ARN of a finding of Security Hub', id);
  return { format: 'asff', id: arnOf('securityhub', part, envelope), product };
}

const UID = /^[0-9A-Za-z][\w.:/-]{0,255}$/;

/**
 * @param uid a finding without can't be resolved
 * @throws EventError if it can't be one
 */
export function ocsfFinding(uid: string | undefined, path: string): HubFinding | undefined {
  if (uid === undefined) return undefined;
  if (!UID.test(uid)) throw invalidIdentifier(path, 'the uid of a finding of Security Hub', uid);
  return { format: 'ocsf', uid };
}
