/* The switch of language keeps the place: what was asked, and the heading that is read. Without this it leads to the top of the page. */
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest(".twin, .bd-footer a[hreflang]:is([lang=en], [lang=ja])");
  if (!link) return;
  const headings = [...document.querySelectorAll(".bd-article section section[id]")];
  const read = headings.filter((each) => each.getBoundingClientRect().top < innerHeight / 3).pop();
  const place = location.hash || (read ? `#${read.id}` : "");
  link.href = link.href.split(/[?#]/)[0] + location.search + place;
});
