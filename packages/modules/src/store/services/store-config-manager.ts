import { implement } from '@tessera/webapi';
import { StoreConfigManager } from '../contract/repositories.ts';
import { baseCurrency, baseUrl, displayCurrency, locale, secureBaseUrl, timezone, weightUnit } from '../settings.ts';
import { storesOf } from '../stores.ts';

export const storeConfigManager = implement(StoreConfigManager, {
  getStoreConfigs: ({ storeCodes }, call) => {
    const { stores, byId } = storesOf(call);
    const wanted = stores.filter(
      (store) => store.id !== 0 && (storeCodes === undefined || storeCodes.includes(store.code)),
    );
    // Observed order: by sort order, then name.
    return wanted
      .toSorted((a, b) => a.sort_order - b.sort_order || (a.name < b.name ? -1 : 1))
      .map((store) => {
        const scope = byId.get(store.id) ?? call.store;
        const read = call.settings.at(scope);
        const base = read.get(baseUrl) || call.baseUrl;
        const secure = read.get(secureBaseUrl) || base;
        return {
          id: store.id,
          code: store.code,
          website_id: store.website_id,
          locale: read.get(locale),
          base_currency_code: read.get(baseCurrency),
          default_display_currency_code: read.get(displayCurrency),
          timezone: read.get(timezone),
          weight_unit: read.get(weightUnit),
          base_url: base,
          base_link_url: base,
          base_static_url: `${base}static/`,
          base_media_url: `${base}media/`,
          secure_base_url: secure,
          secure_base_link_url: secure,
          secure_base_static_url: `${secure}static/`,
          secure_base_media_url: `${secure}media/`,
        };
      });
  },
});
