import type { ReportFixture } from './report-fixture.ts';
import type { AnyWorld } from './wrong.ts';

/** Every world of every fixture, with a name for the test's title. */
export function reportingWorldsOf(fixtures: readonly ReportFixture[]) {
  return fixtures.flatMap((fixture) =>
    fixture.wrong.map((wrong, index) => ({
      title: `${fixture.remediation}, in a world where ${wrong.name}`,
      fixture,
      wrong,
      /** The first world of its fixture. */
      first: index === 0,
    })),
  );
}

/** What was written, or tried to be: a call that is refused is one too many as well. */
export function writesOf({ account }: Pick<AnyWorld, 'account'>): string[] {
  return account.calls
    .filter(({ write, service }) => write && service !== 'EventBridge')
    .map(({ operation }) => operation);
}
