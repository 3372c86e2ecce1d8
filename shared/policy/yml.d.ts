/** The build turns policy.yml into what `preparePolicy` makes of it. */
declare module '*policy.yml' {
  const prepared: import('./lines.ts').PreparedPolicy;
  export default prepared;
}
