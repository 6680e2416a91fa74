// The shop's own: it shows what Refrain's script says, now and when it changes. It decides nothing.
(() => {
  const place = document.querySelector("[data-held]");
  const told = document.querySelector("[data-told]");
  const vendor = place.ariaLabel.replace("No advertisement by ", "");
  const REASONS = { opted_out: "you opted out", preference_signal: "your browser asks us not to share", no_opt_out: "you have not opted out" };
  const show = ({ sharing, reason }) => {
    const isAllowed = sharing === "allowed";
    const [words, ad] = place.children;
    place.className = isAllowed ? "slot ad" : "slot none";
    place.ariaLabel = `${isAllowed ? "Advertisement" : "No advertisement"} by ${vendor}`;
    words.textContent = `No ad here: ${REASONS[reason]}.`;
    words.hidden = isAllowed;
    ad.hidden = !isAllowed;
    told.querySelector("b").className = isAllowed ? "allow" : "deny";
    told.querySelector("span").textContent = isAllowed ? "allowed, tag loaded" : "denied, held on the page";
    told.querySelector("dd").textContent = reason;
  };
  window.refrain?.watch(show);
})();
