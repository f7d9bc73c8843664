import { passwordTooLong, passwordTooShort, passwordTooSimple } from './errors.ts';

const SHORTEST = 7;
const LONGEST = 256;

/** Refuses a password that an admin user may not have: at least 7 characters, letters and digits (Magento's rule). */
export function checkAdminPassword(password: string): void {
  if (password.length < SHORTEST) throw passwordTooShort([SHORTEST]);
  if (password.length > LONGEST) throw passwordTooLong([LONGEST]);
  if (!/\p{L}/u.test(password) || !/\p{Nd}/u.test(password)) throw passwordTooSimple();
}
