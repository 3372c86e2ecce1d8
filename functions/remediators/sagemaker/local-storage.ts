/**
 * Instance types with local disks, which the hardware encrypts and a volume key does not cover. Families with
 * instance store volumes:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-volumes.html
 */
export const localStorage = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|g[456][a-z]*|gr6[a-z]*|p[456][a-z]*|trn\d[a-z]*|i\d[a-z]*)\./;
