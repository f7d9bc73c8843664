import type { Call } from '@tessera/webapi';
import { COUNTRIES } from '../directory/countries.ts';
import { countryName } from '../directory/country-names.ts';
import { countriesAllowed } from '../directory/settings.ts';
import { locale } from '../store/settings.ts';
import { storesOf } from '../store/stores.ts';
import { GUEST_GROUP, groupsSnapshot } from './groups.ts';

/** A choice of a select attribute, or a group of choices. */
export interface Option {
  label: string;
  value?: string;
  options?: Option[];
}
/** Attributes whose choices are what the installation has. */
export type OptionSource = 'websites' | 'stores' | 'groups' | 'countries' | 'regions';

/** Observed: what lies below is indented by four no-break spaces. */
const INDENT = '\u00a0'.repeat(4);

function storeTree(call: Call): Option[] {
  const { websites, groups, stores } = storesOf(call);
  return websites
    .filter((website) => website.id !== 0)
    .flatMap((website) => [
      { label: website.name, options: [] },
      ...groups
        .filter((group) => group.website_id === website.id)
        .map((group) => ({
          label: INDENT + group.name,
          options: stores
            .filter((store) => store.store_group_id === group.id)
            .map((store) => ({ label: INDENT + store.name, value: String(store.id) })),
        })),
    ]);
}

let regionOptions: Option[] | undefined;
function regions(): Option[] {
  const alphabetical = new Intl.Collator('en').compare;
  regionOptions ??= COUNTRIES.flatMap((country) => country.regions)
    .toSorted((a, b) => alphabetical(a.name, b.name) || a.id - b.id)
    .map(({ id, name }) => ({ label: name, value: String(id) }));
  return [{ label: 'Please select a region, state or province.', value: '' }, ...regionOptions];
}

const byLabel = (a: Option, b: Option): number => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);

const sources: Readonly<Record<OptionSource, (call: Call) => Option[]>> = {
  websites: (call) =>
    storesOf(call)
      .websites.filter((website) => website.id !== 0)
      .map((website) => ({ label: website.name, value: String(website.id) })),
  stores: storeTree,
  groups: (call) =>
    [...call.db.snapshot(groupsSnapshot).values()]
      .filter((group) => group.id !== GUEST_GROUP)
      .map((group) => ({ label: group.code, value: String(group.id) }))
      .sort(byLabel),
  countries: (call) => [
    { label: ' ', value: '' },
    ...countriesAllowed(call.settings)
      .flatMap((country) => {
        const label = countryName(country, call.settings.get(locale));
        return label === null ? [] : [{ label, value: country.id }];
      })
      .sort(byLabel),
  ],
  regions,
};

export const optionsFrom = (source: OptionSource, call: Call): Option[] => sources[source](call);
