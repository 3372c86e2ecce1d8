import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answersTo, countOf, hows } from '../../local/catalogue/answers.ts';
import { others } from '../../local/catalogue/others.ts';
import { cataloguePage, checkLists, samePage } from '../../local/catalogue/page.ts';
import { parametersOf } from '../../local/catalogue/parameters.ts';
import { contained, operationsOf, wayOf } from '../../local/catalogue/way.ts';
import { projectRoot } from '../../local/root.ts';
import type { Remediation } from '../../shared/remediation.ts';
import { remediations, remediators } from '../kit/world.ts';
import { reports } from '../remediations/reports.ts';

const page = cataloguePage(remediators);

describe('the lists of the catalogue', () => {
  it.each([
    ['AI Security Best Practices', 31],
    ['AWS Config', 44],
    ['Prowler', 34],
  ])('are whole: %s has %i lines', (name, count) => {
    const list = checkLists.find((one) => one.name.startsWith(name));

    expect(new Set(list?.checks.map(({ id }) => id)).size).toBe(count);
    expect(list?.checks).toHaveLength(count);
  });

  it.each(checkLists)('are answered line by line, by remediations or with the reason why not: $name', (list) => {
    const answers = answersTo(list, remediations);

    expect(answers.filter(({ how }) => how === 'not yet').map(({ check }) => check.id)).toEqual([]);
    const both = answers.filter((answer) => answer.remediations.length > 0 && answer.check.none !== undefined);
    expect(both.map(({ check }) => check.id)).toEqual([]);
    expect(hows.reduce((sum, how) => sum + countOf(answers, how), 0)).toBe(list.checks.length);
  });

  it('tell what nobody answers from what is left alone on purpose', () => {
    const [list] = checkLists;
    const answers = answersTo(
      {
        ...list!,
        checks: [
          { id: 'X.1', wants: 'x' },
          { id: 'X.2', wants: 'y', none: 'z' },
        ],
      },
      [],
    );

    expect(answers.map(({ how }) => how)).toEqual(['not yet', 'on purpose not']);
  });

  it.each(checkLists)('know every control that a remediation claims to answer: $claimedAs', ({ claimedAs, checks }) => {
    const known = [...checks.map(({ id }) => id), ...others[claimedAs]];

    const claimed = remediations.flatMap(({ controls }) => controls[claimedAs] ?? []);

    expect(claimed.filter((id) => !known.includes(id))).toEqual([]);
    expect(others[claimedAs].filter((id) => !claimed.includes(id))).toEqual([]);
  });

  it('find for a control and for the rule behind it the same remediations', () => {
    const [standard, rules] = checkLists;
    const ofRules = new Map(answersTo(rules!, remediations).map((answer) => [answer.check.id, answer.remediations]));

    for (const { check, remediations: found } of answersTo(standard!, remediations)) {
      expect(found, check.id).toEqual(ofRules.get(check.rule ?? ''));
    }
  });
});

describe('a remediation acts', () => {
  function using(...operations: string[]): Remediation {
    const commands = Object.fromEntries(operations.map((operation) => [`${operation}Command`, Object]));
    return { id: 'x', uses: { sagemaker: { name: 'SageMaker', commands } } } as unknown as Remediation;
  }

  it.each([
    ['by report', ['DescribeModel', 'ListModels']],
    ['in place', ['DescribeNotebookInstance', 'StopNotebookInstance', 'UpdateNotebookInstance']],
    ['in place', ['StartLogging', 'StopLogging']],
    ['by swap', ['CreateEndpointConfig', 'UpdateEndpoint', 'DeleteEndpoint']],
    ['by stopping', ['DescribeTrainingJob', 'StopTrainingJob']],
    ['by stopping', ['StartNotebookInstance', 'StopNotebookInstance']],
  ])('%s, as what it may call tells: %j', (way, operations) => {
    expect(wayOf(using(...operations))).toBe(way);
  });

  it('by stopping where it only changes a setting that keeps somebody from going on', () => {
    const known = remediations.filter(({ id }) => contained.includes(id));

    expect(known.map(({ id }) => id).toSorted()).toEqual(contained.toSorted());
    expect(new Set(known.map(wayOf))).toEqual(new Set(['by stopping']));
  });

  it('by report if and only if its fixture is one of those that only report', () => {
    const silent = remediations.filter((remediation) => wayOf(remediation) === 'by report').map(({ id }) => id);

    expect(silent.toSorted()).toEqual(reports.map(({ remediation }) => remediation).toSorted());
  });
});

describe('CATALOGUE.md', () => {
  it('is what the remediations say (npm run generate)', () => {
    const written = readFileSync(join(projectRoot, 'CATALOGUE.md'), 'utf8');

    expect(samePage(written, page)).toBe(true);
    expect(samePage(written.replace('31 lines', '30 lines'), page)).toBe(false);
  });

  it.each(checkLists)('has a row for each line: $name', ({ checks }) => {
    for (const { id, none } of checks) {
      expect(page).toContain(`| \`${id}\` | `);
      if (none !== undefined) expect(page).toContain(none);
    }
  });

  it.each(remediations)('tells what $id is, may do and takes', (remediation) => {
    const [, section = ''] = page.split(`### ${remediation.id}\n`);
    const [own = ''] = section.split('\n### ');

    expect(own).toContain(remediation.description);
    expect(own).toContain(`Acts: ${wayOf(remediation)}`);
    for (const { service, operation, write } of operationsOf(remediation)) {
      expect(own.includes(`\`${service}.${operation}\``), operation).toBe(write);
    }
    for (const { resource, apiCall = [], configRule = [] } of remediation.triggers) {
      for (const name of [resource, ...apiCall, ...configRule]) expect(own).toContain(`\`${name}\``);
    }
    for (const { name, byDefault, description } of parametersOf(remediation)) {
      expect(description, name).not.toBe('');
      expect(own).toContain(byDefault === undefined ? `\`${name}\` (no default)` : `default \`${byDefault}\``);
    }
    if (!remediation.reversible) expect(own).toContain('Undone: it can’t be');
  });
});
