// Hands the choice over to Shopify and back. Shopify's pixels run in a sandbox that no script of the page reaches: they go by its
// Customer Privacy API alone.
(() => {
  /** That it was we who told Shopify no: only that is ever taken back. */
  const OURS = 'refrain_shopify';
  const NO = 'no';

  /** Where nothing can be stored, nothing is taken back. */
  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const privacy = () => window.Shopify.customerPrivacy;
  const saidNo = () => privacy().currentVisitorConsent().sale_of_data === NO;

  /** What is not said of the other purposes stays as it is. */
  const say = (sale) =>
    privacy().setTrackingConsent({ sale_of_data: sale }, (answer) => {
      if (answer?.error) console.warn('Refrain: Shopify did not take the choice; the next page tries again.', answer.error);
    });

  const tellShopify = ({ sharing }) => {
    if (sharing === 'denied' && !saidNo()) {
      stored((store) => store.setItem(OURS, NO));
      say(false);
    }
    if (sharing === 'allowed' && stored((store) => store.getItem(OURS))) {
      stored((store) => store.removeItem(OURS));
      if (saidNo()) say(true);
    }
  };

  /** A no that was said on Shopify's own page is one here too. */
  const tellRefrain = () => {
    if (saidNo() && window.refrain.status().sharing !== 'denied') window.refrain.optOut();
  };

  if (!window.refrain || !window.Shopify?.loadFeatures) return;
  window.Shopify.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
    if (error) {
      console.warn("Refrain: Shopify's pixels could not be told of the choice.", error);
      return;
    }
    window.refrain.watch(tellShopify);
    document.addEventListener('visitorConsentCollected', tellRefrain);
  });
})();
