import { atMost, required, wrong } from '../ui/use-api-form.ts';
import type { AdminUser, UserDraft } from './users.ts';

export interface UserForm {
  username: string;
  firstname: string;
  lastname: string;
  email: string;
  role_id: string;
  password: string;
  password_again: string;
  is_active: boolean;
  current_password: string;
}

export const formOf = (user: AdminUser | null): UserForm => ({
  username: user?.username ?? '',
  firstname: user?.firstname ?? '',
  lastname: user?.lastname ?? '',
  email: user?.email ?? '',
  role_id: user?.role_id === null || user === null ? '' : String(user.role_id),
  password: '',
  password_again: '',
  is_active: user === null || user.is_active === 1,
  current_password: '',
});

export const draftOf = (form: UserForm): UserDraft => ({
  username: form.username.trim(),
  firstname: form.firstname.trim(),
  lastname: form.lastname.trim(),
  email: form.email.trim(),
  role_id: Number(form.role_id),
  is_active: form.is_active ? 1 : 0,
  ...(form.password === '' ? {} : { password: form.password }),
});

/** The server's rule for passwords of admin users, said before anything is sent. */
export function passwordProblem(password: string): string | undefined {
  if (password.length < 7) return 'Your password must be at least 7 characters.';
  if (!/\p{L}/u.test(password) || !/\p{Nd}/u.test(password))
    return 'Your password must include both numeric and alphabetic characters.';
  return undefined;
}

export const checkUser = (form: UserForm, isNew: boolean, asksPassword: boolean) =>
  wrong<UserForm>({
    username: required(form.username) ?? atMost(form.username.trim(), 40),
    firstname: required(form.firstname) ?? atMost(form.firstname.trim(), 32),
    lastname: required(form.lastname) ?? atMost(form.lastname.trim(), 32),
    email:
      required(form.email) ??
      (/^[^\s@]+@[^\s@]+$/.test(form.email.trim())
        ? atMost(form.email.trim(), 128)
        : 'Please enter a valid email address (Ex: johndoe@domain.com).'),
    role_id: required(form.role_id),
    password: isNew || form.password !== '' ? (required(form.password) ?? passwordProblem(form.password)) : undefined,
    password_again:
      form.password === form.password_again ? undefined : 'Your password confirmation must match your password.',
    current_password: asksPassword ? required(form.current_password) : undefined,
  });
