import { Link } from '@tanstack/react-router';
import type { MenuEntry, MenuSection } from './menu.ts';
import classes from './navigation.module.css';
import { useMenu } from './use-menu.ts';

/** The menu, with only what the user was granted. */
export function Navigation() {
  const sections = useMenu();
  return (
    <nav className={classes.menu} aria-label="Main menu">
      {sections.map((section) => (
        <Section key={section.label} section={section} />
      ))}
    </nav>
  );
}

function Section({ section: { label, icon: Icon, groups } }: { section: MenuSection }) {
  const [only] = groups.flatMap((group) => group.entries);
  if (label === only?.label)
    return (
      <Link to={only.to} className={classes.top} activeProps={{ className: classes.active ?? '' }}>
        <Icon size={19} stroke={1.7} aria-hidden />
        {label}
      </Link>
    );
  return (
    <section className={classes.section} aria-label={label}>
      <div className={classes.title}>
        <Icon size={19} stroke={1.7} aria-hidden />
        {label}
      </div>
      {groups.map((group) => (
        <div key={group.label}>
          {group.label !== '' && <div className={classes.group}>{group.label}</div>}
          {group.entries.map((entry) => (
            <Entry key={entry.to} entry={entry} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Entry({ entry: { to, label } }: { entry: MenuEntry }) {
  return (
    <Link to={to} className={classes.entry} activeProps={{ className: classes.active ?? '', 'aria-current': 'page' }}>
      {label}
    </Link>
  );
}
