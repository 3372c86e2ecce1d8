import {
  BedrockClient,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  ListGuardrailsCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { ApiCall } from '../../../shared/aws/service.ts';
import { shortDigest } from '../../../shared/plan.ts';
import type { Condition, Step } from '../../../shared/plan.ts';
import type { GuardrailSettings } from './guardrail-settings.ts';
import type { GuardrailSnapshot } from './guardrail-snapshot.ts';

const bedrock = service('Bedrock', BedrockClient, {
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  GetGuardrailCommand,
  ListGuardrailsCommand,
  UpdateGuardrailCommand,
});

/** What there is already of a restoration that was cut off. */
export type Made = 'nothing' | 'guardrail' | 'version' | 'all';

/** The guardrail that is made is called by its name here, since nobody knows its id beforehand. */
interface Called {
  readonly old: string;
  readonly name: string;
  readonly lookup: NonNullable<ApiCall['lookup']>;
}

/**
 * The steps that make a guardrail again: as it was released, a version of that, and then the draft as it was. By the
 * end of its description one of ours is told from one that a person has made, and a whole one from half of one.
 */
export function restorationOf(old: string, { draft, released, tags }: GuardrailSnapshot, made: Made): Step[] {
  const list = apiCall(bedrock, 'ListGuardrails', { maxResults: 1000 });
  const { name = '' } = draft;
  const where = { member: 'name', is: name };
  const called = { old, name, lookup: { guardrailIdentifier: { call: list, list: 'guardrails', where, give: 'id' } } };
  const whole = { ...draft, description: described(draft, ` [restored from ${old}]`) };
  if (released === null) return [create(called, whole, [whole], tags)];
  const half = { ...released, name, description: described(draft, halfRestored(old)) };
  return [
    ...(made === 'nothing' ? [create(called, half, [half, whole], tags)] : []),
    ...(made === 'version' ? [] : [version(called, half)]),
    update(called, half, whole),
  ];
}

export function halfRestored(old: string): string {
  return ` [being restored from ${old}]`;
}

/** A description has 200 characters at most. */
function described({ description = '' }: GuardrailSettings, end: string): string {
  return `${description.slice(0, 200 - end.length)}${end}`;
}

const nobody = { guardrailIdentifier: undefined };

function settled({ lookup }: Called): Condition {
  const call = apiCall(bedrock, 'GetGuardrail', nobody, lookup);
  return {
    call,
    path: 'status',
    is: ['READY'],
    not: ['FAILED', 'DELETING'],
    reason: 'statusReasons.0',
    every: 10,
    within: 600,
  };
}

/** Whether the draft is one that was made here, in one of these states. */
function isOurs({ lookup }: Called, states: readonly GuardrailSettings[]): Condition {
  const call = apiCall(bedrock, 'GetGuardrail', nobody, lookup);
  return { call, path: 'description', is: states.flatMap(({ description }) => description ?? []) };
}

function create(
  called: Called,
  settings: GuardrailSettings,
  states: readonly GuardrailSettings[],
  tags: GuardrailSnapshot['tags'],
): Step {
  const clientRequestToken = `redress-${shortDigest([called.old, settings, tags], 32)}`;
  const given = tags.length === 0 ? {} : { tags: [...tags] };
  return {
    id: 'create-guardrail',
    title: `Make guardrail ${called.name} again, as ${called.old} was`,
    call: apiCall(bedrock, 'CreateGuardrail', { ...settings, ...given, clientRequestToken }),
    until: settled(called),
    undo: {
      call: apiCall(bedrock, 'DeleteGuardrail', nobody, called.lookup),
      ready: { ...isOurs(called, states), gone: true, every: 10, within: 60 },
    },
    semantics: 'at-least-once',
  };
}

function version(called: Called, settings: GuardrailSettings): Step {
  const clientRequestToken = `redress-${shortDigest([called.old, 'version', settings], 32)}`;
  const guardrailVersion = '1';
  const description = `Restored from ${called.old}`;
  return {
    id: 'create-version',
    title: `Make a version of guardrail ${called.name}`,
    call: apiCall(bedrock, 'CreateGuardrailVersion', { ...nobody, description, clientRequestToken }, called.lookup),
    ready: settled(called),
    until: settled(called),
    undo: {
      call: apiCall(bedrock, 'DeleteGuardrail', { ...nobody, guardrailVersion }, called.lookup),
      ready: { ...settled(called), gone: true },
    },
    semantics: 'at-least-once',
  };
}

function update(called: Called, from: GuardrailSettings, to: GuardrailSettings): Step {
  const put = (settings: GuardrailSettings) =>
    apiCall(bedrock, 'UpdateGuardrail', { ...settings, ...nobody }, called.lookup);
  return {
    id: 'update-draft',
    title: `Put the working draft of guardrail ${called.name} back`,
    call: put(to),
    ready: settled(called),
    done: isOurs(called, [to]),
    until: settled(called),
    undo: {
      call: put(from),
      ready: { ...settled(called), gone: true },
      done: isOurs(called, [from]),
      until: { ...settled(called), gone: true },
    },
    semantics: 'at-least-once',
  };
}
