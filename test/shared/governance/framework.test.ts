import { expect, it } from 'vitest';
import { openCatalogue } from '../../../local/commands/catalogue.ts';
import { supporting } from '../../../shared/governance/framework.ts';
import { frameworks } from '../../../shared/governance/frameworks.ts';
import { themes } from '../../../shared/governance/themes.ts';
import { compileGlob } from '../../../shared/policy/glob.ts';

it('maps every remediation to some control of every framework, and names no pattern that fits nothing', async () => {
  const { remediators } = await openCatalogue();
  const all = remediators.flatMap(({ remediations }) => remediations);
  const ids = all.map(({ id }) => id);

  for (const { id, controls } of frameworks) {
    const mapped = new Set(controls.flatMap((control) => supporting(control, all)));
    // Generative AI Best Practices has no control set for whatever is merely answered.
    if (id !== 'aws-generative-ai-v2') expect([...mapped].toSorted(), id).toEqual(ids.toSorted());
    expect(mapped.size, id).toBeGreaterThan(0);
  }
  const idle = Object.values(themes).flatMap((globs) => globs.filter((glob) => !ids.some(compileGlob(glob))));
  expect(idle).toEqual([]);
});

it('has no control twice in a framework, and some in each that nothing here bears on or that all of it does', () => {
  for (const { controls } of frameworks) {
    const ids = controls.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

it('finds what supports a control by theme and by Security Hub’s own ids', () => {
  const remediations = [
    { id: 's3-bucket-encrypted', controls: {} },
    { id: 'sagemaker-notebook-in-vpc', controls: { securityHub: ['SageMaker.2'] } },
  ];

  expect(supporting({ id: 'x', title: 'x', themes: ['encryption'] }, remediations)).toEqual(['s3-bucket-encrypted']);
  expect(supporting({ id: 'x', title: 'x', securityHub: ['SageMaker.2'] }, remediations)).toEqual([
    'sagemaker-notebook-in-vpc',
  ]);
  expect(supporting({ id: 'x', title: 'x' }, remediations)).toEqual([]);
});

it('claims support for evidence and never compliance', () => {
  const words = JSON.stringify(frameworks).toLowerCase();

  expect(words).not.toMatch(/compl(?:y|ies|iant)/);
});
