/** A call that somebody stands in the way of: `go` lets it through, as it is or with other arguments. */
export interface Passing {
  readonly method: string;
  readonly given: readonly unknown[];
  go(...given: readonly unknown[]): unknown;
}

/**
 * Stands between the methods of things and whoever calls them.
 *
 * @param methods their names; all of them where undefined
 */
export function between(
  methods: readonly string[] | undefined,
  instead: (passing: Passing) => unknown,
): <T extends object>(thing: T) => T {
  return (thing) =>
    new Proxy(thing, {
      get(of, name) {
        const member: unknown = Reflect.get(of, name);
        const method = String(name);
        if (typeof member !== 'function' || methods?.includes(method) === false) return member;
        const go = (...given: readonly unknown[]): unknown => Reflect.apply(member, of, given);
        return (...given: readonly unknown[]): unknown => instead({ method, given, go });
      },
    });
}
