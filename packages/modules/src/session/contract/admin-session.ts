import { boolean, data, int, list, maybe, operation, optional, required, service, string } from '@tessera/webapi';

/** The user of a session, with what the role allows. */
export const SessionUser = data('Tessera\\Session\\Api\\Data\\SessionUserInterface', {
  id: required(int),
  username: required(string),
  email: required(string),
  firstname: required(string),
  lastname: required(string),
  role_id: required(int),
  all_resources: required(boolean),
  resources: required(list(string)),
});

/** A session as the one who holds it sees it. */
export const AdminSession = data('Tessera\\Session\\Api\\Data\\AdminSessionInterface', {
  csrf_token: required(string),
  user: required(SessionUser),
  /** Seconds without use after which the session ends. */
  idle_lifetime: required(int),
  /** Until when no password is asked for; absent where it is. */
  confirmed_until: optional(string),
});

/** One of the places at which a user is signed in. */
export const SessionPlace = data('Tessera\\Session\\Api\\Data\\SessionPlaceInterface', {
  id: required(int),
  created_at: required(string),
  used_at: required(string),
  remote_address: required(string),
  user_agent: required(string),
  current: required(boolean),
});

/** Ours: sessions of admin users, for callers of the same origin such as the admin panel. */
export const AdminSessionService = service('Tessera\\Session\\Api\\AdminSessionServiceInterface', {
  open: operation(
    { username: string, password: string, otp: maybe(string) },
    AdminSession,
    'With `otp`, where the user has a second factor.',
  ),
  get: operation({}, AdminSession),
  close: operation({}, boolean),
  confirm: operation({ password: string }, AdminSession, 'Spares the password for five minutes.'),
  changePassword: operation(
    { currentPassword: string, password: string },
    boolean,
    'Ends everything but this session.',
  ),
  getList: operation({}, list(SessionPlace)),
  end: operation({ id: int }, boolean),
  endAll: operation({}, boolean, 'Ends all sessions and access tokens of the caller.'),
});
