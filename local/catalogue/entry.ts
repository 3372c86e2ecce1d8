import { iamAction } from '../../shared/aws/iam-actions.ts';
import type { Remediation, Trigger } from '../../shared/remediation.ts';
import { accessInWords } from '../../shared/signals/route.ts';
import { parametersOf } from './parameters.ts';
import { operationsOf, wayOf } from './way.ts';
import type { Way } from './way.ts';

/** A remediation's part of the catalogue, in Markdown. */
export function entryOf(remediation: Remediation): string {
  const { id, title, description, resource, impact, severity } = remediation;
  const operations = operationsOf(remediation);
  const writes = operations.filter(({ write }) => write);
  const changes = writes.map(({ service, operation }) => code(`${service}.${operation}`));
  const lines = [
    ['Acts', `${wayOf(remediation)}, on ${code(resource)}; impact ${impact}, severity ${severity}`],
    ['Triggered by', triggersOf(remediation).join('; ')],
    ['May call', changes.length === 0 ? 'nothing that changes anything' : changes.join(', ')],
    ['Undone', undoOf(remediation)],
    ['Reads with', actionsOf(operations.filter(({ write }) => !write))],
    ['Writes with', actionsOf(writes)],
    ['Answers', claimsOf(remediation)],
  ];
  const parameters = parametersOf(remediation).map(({ name, byDefault, description: what }) => {
    const value = byDefault === undefined ? 'no default' : `default ${code(byDefault)}`;
    return `- Parameter ${code(name)} (${value}): ${what}`;
  });
  const shown = lines.flatMap(([name, text]) => (text === '' ? [] : [`- ${name}: ${text}`]));
  return [`### ${id}`, '', `${title}. ${description}`, '', ...shown, ...parameters].join('\n');
}

function triggersOf({ triggers, list }: Remediation): string[] {
  const swept = list === undefined ? [] : ['the sweep'];
  const events = triggers.map((trigger) => `on ${code(trigger.resource)} ${hintsOf(trigger).join(', ')}`);
  return [...events, ...swept, 'a request'];
}

function hintsOf(trigger: Trigger): string[] {
  const { configRule = [], apiCall = [], control = [], check = [], stateChange = [], findingType = [] } = trigger;
  return [
    ...named('the Config rule', configRule),
    ...named('the call', apiCall),
    ...named('the control', control),
    ...named('the Trusted Advisor check', check),
    ...named('the state', stateChange),
    ...named('the GuardDuty finding', findingType),
    ...(trigger.access ?? []).map((kind) => `${accessInWords[kind]} on an AI service`),
    ...(trigger.finding === true ? ['an Inspector finding'] : []),
  ];
}

function named(what: string, names: readonly string[]): string[] {
  return names.map((name) => `${what} ${code(name)}`);
}

const undo: Readonly<Record<Way, string>> = {
  'in place': 'by the calls that put back what was there before',
  'by swap': 'by moving back to what ran before, which is kept',
  'by stopping': 'by letting it go on again',
  'by report': 'there is nothing to undo',
};

function undoOf(remediation: Remediation): string {
  if (remediation.reversible) return undo[wayOf(remediation)];
  return 'it can’t be, which the plan says before anybody approves it';
}

function actionsOf(operations: readonly { readonly service: string; readonly operation: string }[]): string {
  const actions = operations.map(({ service, operation }) => iamAction(service, operation));
  return [...new Set(actions)].toSorted().map(code).join(', ');
}

function claimsOf({ controls: { securityHub = [], configRules = [], prowler = [] } }: Remediation): string {
  const claims = [
    ['Security Hub', securityHub],
    ['AWS Config', configRules],
    ['Prowler', prowler],
  ] as const;
  return claims.flatMap(([list, ids]) => (ids.length === 0 ? [] : [`${list} ${ids.map(code).join(', ')}`])).join('; ');
}

export function code(text: string): string {
  return `\`${text}\``;
}
