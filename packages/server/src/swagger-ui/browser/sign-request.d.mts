export interface SigningInput {
  readonly method: string;
  /** Absolute, as it will be sent. */
  readonly url: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
  readonly nonce: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}
export function baseString(method: string, url: URL, oauth: Readonly<Record<string, string>>): string;
/** The value of the Authorization header of a signed request. */
export function authorizationHeader(input: SigningInput): Promise<string>;
