// Looks again every two seconds and changes the page only if something changed, so that focus and selection stay.
const follow = document.getElementById("follow");
document.getElementById("following").hidden = false;
setInterval(async () => {
  if (document.hidden || !follow.checked) return;
  try {
    const text = await (await fetch("/")).text();
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main").innerHTML;
    const main = document.querySelector("main");
    if (main.innerHTML === fresh) return;
    const focused = document.activeElement?.id;
    main.innerHTML = fresh;
    if (focused) document.getElementById(focused)?.focus();
  } catch { /* The demo may have ended; the page stays as it was. */ }
}, 2000);
