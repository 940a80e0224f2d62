(function () {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("datasets");
  const figures = [...document.querySelectorAll("figure[data-spec]:not([data-none])")];
  const state = (window.samestory = { total: figures.length, drawn: 0, failed: 0 });

  // A page inside the page: everything folded around an element opens before we go to it.
  function reveal(element) {
    for (let up = element; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") up.open = true;
    }
  }

  function goTo(element) {
    reveal(element);
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  function openRow(figure, key) {
    const row = [...figure.querySelectorAll("tr[data-key]")].find((each) => each.dataset.key === String(key));
    if (!row) return;
    document.querySelectorAll("tr.chosen").forEach((each) => each.classList.remove("chosen"));
    row.classList.add("chosen");
    const link = row.querySelector("a[href^='#']");
    if (link) reveal(document.getElementById(link.getAttribute("href").slice(1)));
    goTo(row);
  }

  function opened(item) {
    const datum = item && item.datum;
    return datum && (datum.key !== undefined ? datum.key : datum.datum && datum.datum.key);
  }

  async function draw(figure) {
    if (figure.dataset.state) return;
    figure.dataset.state = "drawing";
    const spec = read(figure.dataset.spec);
    const place = figure.querySelector(".drawing");
    spec.datasets = Object.fromEntries(spec.usermeta.datasets.map((name) => [name, data[name]]));
    // The place itself is an image with a description; Vega's own labels would be read aloud mark by mark.
    spec.config = Object.assign({}, spec.config, { aria: false });
    try {
      const options = { renderer: "svg", actions: false, ast: true, tooltip: { theme: "light" } };
      const result = await vegaEmbed(place, spec, options);
      await result.view.runAsync();
      place.querySelectorAll("svg").forEach((svg) => {
        svg.setAttribute("aria-hidden", "true");
        // A wide chart shrinks to the column, but not so far that a phone's owner cannot read it: there it scrolls.
        svg.style.minWidth = `${Math.min(svg.width.baseVal.value, 600)}px`;
      });
      result.view.addEventListener("click", (_, item) => {
        const key = opened(item);
        if (key !== undefined && key !== null) openRow(figure, key);
      });
      figure.dataset.state = "drawn";
      state.drawn += 1;
    } catch (error) {
      figure.dataset.state = "failed";
      state.failed += 1;
      place.removeAttribute("role");
      place.textContent = "This chart could not be drawn here. Its numbers stand in the table below.";
      console.error(error);
    }
  }

  function followHash() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("details")) goTo(target);
  }

  const seen = new IntersectionObserver(
    (entries) => entries.filter((each) => each.isIntersecting).forEach((each) => draw(each.target)),
    { rootMargin: "400px" },
  );
  figures.forEach((figure) => seen.observe(figure));

  // Printing waits for nothing, so the rest is drawn as soon as the reader's machine has time.
  const later = window.requestIdleCallback || ((call) => setTimeout(call, 200));
  const rest = figures.slice();
  (function next() {
    const figure = rest.shift();
    if (figure) later(() => draw(figure).then(next));
  })();

  addEventListener("hashchange", followHash);
  // A second click on the same link changes no hash, and must open what the reader has folded since.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) followHash();
  });
  followHash();
})();
