// Hands the choice over to Shopify and back. Shopify's pixels run in a sandbox that no script of the page reaches: they go by its
// Customer Privacy API alone.
(() => {
  /** Whose no it is that Shopify knows of: only our own is ever taken back, and the person's own is told once. */
  const MARK = 'refrain_shopify';
  const OURS = 'no';
  const HEARD = 'heard';
  const NO = 'no';

  /** Where nothing can be stored, nothing is taken back, and the person's own no is told on every page. */
  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };

  const marked = () => stored((store) => store.getItem(MARK));
  const mark = (whose) => stored((store) => store.setItem(MARK, whose));
  const unmark = () => stored((store) => store.removeItem(MARK));

  const privacy = () => window.Shopify.customerPrivacy;
  const saidNo = () => privacy().currentVisitorConsent().sale_of_data === NO;

  /** What is not said of the other purposes stays as it is. */
  const say = (sale) =>
    privacy().setTrackingConsent({ sale_of_data: sale }, (answer) => {
      if (answer?.error) console.warn('Refrain: Shopify did not take the choice; the next page tries again.', answer.error);
    });

  const tellShopify = ({ sharing }) => {
    if (sharing === 'denied' && !saidNo()) {
      mark(OURS);
      say(false);
    }
    if (sharing === 'allowed' && marked() === OURS) {
      unmark();
      if (saidNo()) say(true);
    }
  };

  /** A no that was said to Shopify, on its own page or in its banner, is one here too. */
  const tellRefrain = () => {
    if (!saidNo() || window.refrain.status().sharing === 'denied') return;
    mark(HEARD);
    window.refrain.optOut();
  };

  /** One that was said where this did not run, such as on a page of the checkout. Once heard, it does not undo a later opt-in. */
  const catchUp = () => {
    if (!saidNo()) {
      if (marked() === HEARD) unmark();
    } else if (!marked()) {
      mark(HEARD);
      tellRefrain();
    }
  };

  if (!window.refrain || !window.Shopify?.loadFeatures) return;
  window.Shopify.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
    if (error) {
      console.warn("Refrain: Shopify's pixels could not be told of the choice.", error);
      return;
    }
    // Before what is ours is taken back, which Shopify does not know at once.
    catchUp();
    window.refrain.watch(tellShopify);
    document.addEventListener('visitorConsentCollected', tellRefrain);
  });
})();
