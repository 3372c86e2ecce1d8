import type { JsonObject } from '../json.ts';
import { valueAt } from './explain.ts';
import type { PolicyEntry, Subject } from './policy.ts';
import type { Path } from './problem.ts';
import { displayPath } from './problem.ts';
import type { PolicyFile, Selectors, Settings } from './schema.ts';
import type { Match, Specificity } from './selectors.ts';
import { compileSelectors, specificity } from './selectors.ts';

/** One entry of the cascade, ready to be asked. */
export interface Layer {
  readonly entry: PolicyEntry;
  readonly specificity: Specificity;
  readonly settings: Settings;
  /** As written: a remediation's defaults are filled in only after all layers are merged. */
  readonly parameters: JsonObject | undefined;
  matches(subject: Subject): Match;
}

export interface Protection {
  readonly reason: string;
  readonly entry: PolicyEntry;
  matches(subject: Subject): Match;
}

export interface Exemption extends Protection {
  readonly owner: string;
  /** ISO date; the exemption holds until the end of that day, UTC. */
  readonly expires: string;
}

type EntryAt = (path: Path, name?: string) => PolicyEntry;

/** What holds where the policy file says nothing; the weakest layer. */
const builtIn: Settings = {
  mode: 'report',
  ownership: 'act',
  limits: { 'max-resources': 10, 'max-attempts': 3, 'max-age': 86_400 },
  approvals: { expires: 86_400 },
};

/** The cascade in the order of the file: built-in, defaults, remediations, rules. */
export function layersOf(file: PolicyFile, raw: unknown, entryAt: EntryAt): readonly Layer[] {
  return [
    {
      ...layer({ path: 'built-in default' }, {}, builtIn, undefined),
      specificity: { rank: -1, selectors: 0 },
    },
    layer(entryAt(['defaults']), {}, file.defaults ?? {}, undefined),
    ...Object.entries(file.remediations ?? {}).map(([id, settings]) => {
      const parameters = valueAt(raw, ['remediations', id, 'parameters']) as JsonObject | undefined;
      return layer(entryAt(['remediations', id]), { remediations: [id] }, settings, parameters);
    }),
    ...(file.rules ?? []).map((rule, index) => {
      return layer(entryAt(['rules', index], rule.name), rule, rule, rule.parameters as JsonObject | undefined);
    }),
  ];
}

function layer(
  entry: PolicyEntry,
  selectors: Selectors,
  settings: Settings,
  parameters: JsonObject | undefined,
): Layer {
  const matches = compileSelectors(selectors);
  return { entry, specificity: specificity(selectors), settings, parameters, matches };
}

export function exemptionsOf(file: PolicyFile, entryAt: EntryAt): readonly Exemption[] {
  return (file.exemptions ?? []).map(({ reason, owner, expires, ...selectors }, index) => {
    return { reason, owner, expires, entry: entryAt(['exemptions', index]), matches: compileSelectors(selectors) };
  });
}

export function protectionsOf(file: PolicyFile, entryAt: EntryAt): readonly Protection[] {
  return (file.protected ?? []).map(({ reason, ...selectors }, index) => {
    return { reason, entry: entryAt(['protected', index]), matches: compileSelectors(selectors) };
  });
}

/** Names entries as people look for them: `rules[2] "production asks first"`, with the line where it is known. */
export function entryNamer(lineOf: (path: Path) => number | undefined): EntryAt {
  return (path, name) => {
    const line = lineOf(path);
    const text = name === undefined ? displayPath(path) : `${displayPath(path)} ${JSON.stringify(name)}`;
    return line === undefined ? { path: text } : { path: text, line };
  };
}
