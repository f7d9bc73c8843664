import { createContext, type ReactNode, useContext, useState } from 'react';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import type { Scope } from './settings.ts';

/** What is typed and not saved, by setting and scope. */
type Drafts = ReadonlyMap<string, string>;
type Change = (key: string, next: (now: string | null) => string | null) => void;

const Context = createContext<{ readonly drafts: Drafts; readonly change: Change }>({
  drafts: new Map(),
  change: () => {},
});
const keyOf = (path: string, { scope, scopeId }: Scope): string => `${path} ${scope} ${scopeId}`;

/** Keeps drafts while other sections, scopes or search results are looked at, and asks before the page is left. */
export function DraftsOfPage({ children }: { children: ReactNode }) {
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const change: Change = (key, next) =>
    setDrafts((before) => {
      const text = next(before.get(key) ?? null);
      const others = [...before].filter(([other]) => other !== key);
      return new Map(text === null ? others : [...others, [key, text]]);
    });
  return (
    <Context value={{ drafts, change }}>
      {children}
      <LeaveGuard when={drafts.size > 0} />
    </Context>
  );
}

/** The draft of one setting in a scope; null where nothing was typed. */
export function useDraft(
  path: string,
  scope: Scope,
): readonly [draft: string | null, change: (next: (now: string | null) => string | null) => void] {
  const { drafts, change } = useContext(Context);
  const key = keyOf(path, scope);
  return [drafts.get(key) ?? null, (next) => change(key, next)];
}

/** Answers whether something of a section is not saved. */
export function useHasDraft(): (section: string) => boolean {
  const { drafts } = useContext(Context);
  return (section) => [...drafts.keys()].some((key) => key.startsWith(`${section}/`));
}
