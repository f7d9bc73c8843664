/** How many calls may be made in a period, and who is counted. */
export interface Policy {
  readonly name: 'address' | 'integration' | 'user';
  readonly calls: number;
  readonly seconds: number;
  readonly key: string;
}
