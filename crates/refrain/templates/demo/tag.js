// A pretend ad tag. It looks at the page it is on, says so loudly, and tells its maker.
(() => {
  const vendor = {{ vendor }};
  const slot = document.getElementById(vendor.slot);
  if (!slot) return;
  const home = new URL(document.currentScript.src).origin;
  const product = document.querySelector("meta[name=product]")?.content ?? document.title;
  navigator.sendBeacon(home + "/collect", product);

  const ad = slot.attachShadow({ mode: "open" });
  ad.innerHTML = `<style>
    .ad { box-sizing: border-box; position: relative; overflow: hidden; height: 100%; min-height: 11rem; padding: 1.4rem 1.5rem; display: flex; flex-direction: column; justify-content: center; gap: .7rem;
      font-family: Impact, "Arial Black", "Liberation Sans Narrow", sans-serif; color: #000; border: 6px dashed #000; border-radius: 4px;
      background: repeating-linear-gradient(-45deg, hsl(${vendor.hue} 100% 72%) 0 16px, hsl(${vendor.hue + 40} 100% 70%) 16px 32px); }
    p { margin: 0; }
    .big { width: fit-content; max-width: 100%; font-size: clamp(1.5rem, 1rem + 2vw, 2.1rem); line-height: 1.12; background: #fff200; padding: .15em .35em; transform: rotate(-1.5deg); }
    .buy { width: fit-content; font-size: 1.15rem; color: #fff; background: #c4002f; padding: .35em .8em; transform: rotate(1.5deg); animation: buy .5s 6 alternate; }
    .small { font: 600 .85rem/1.35 Arial, sans-serif; width: fit-content; background: #fff; padding: .15em .45em; }
    @keyframes buy { to { transform: rotate(-3deg) scale(1.12); } }
    @media (prefers-reduced-motion: reduce) { .buy { animation: none; } }
  </style><div class="ad"><p class="big"></p><p class="buy">MORE! NOW!! −70 %!!!</p><p class="small">So will everybody we sell it to.</p></div>`;
  ad.querySelector(".big").textContent = `${vendor.name} saw you look at: ${product}`;
})();
