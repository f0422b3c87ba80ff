// SPDX-License-Identifier: Apache-2.0
"use strict";
(() => {
  const root = document.documentElement;
  const store = {
    get: () => { try { return localStorage.getItem("theme"); } catch (refused) { return null; } },
    set: value => { try { localStorage.setItem("theme", value); } catch (refused) { /* it holds for this page only */ } },
  };
  if (store.get()) root.dataset.theme = store.get();

  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  function theme() {
    const button = document.getElementById("theme");
    const label = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store.set(root.dataset.theme);
      label();
    });
  }

  function menu() {
    const details = document.querySelector(".menu");
    const wide = matchMedia("(min-width: 60rem)");
    const fit = () => { details.open = wide.matches; };
    wide.addEventListener("change", fit);
    fit();
  }

  function copying() {
    if (!navigator.clipboard) return;
    for (const block of document.querySelectorAll("main pre")) {
      const box = document.createElement("div");
      box.className = "code";
      block.replaceWith(box);
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.addEventListener("click", () => navigator.clipboard.writeText(block.textContent)
        .then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Not allowed"; }));
      box.append(block, button);
    }
  }

  let loading;
  const index = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "search-index.js";
    script.onload = () => resolve(window.espalierSearch.map(([address, page, heading, text]) =>
      ({address, page, heading, text, low: [page, heading, text].map(each => each.toLowerCase())})));
    script.onerror = reject;
    document.head.append(script);
  });

  // "quantizing" finds "quantization" too: what ends a word is left off, as long as enough is left to search for.
  const ending = /(?:izations?|izers?|iz(?:e[sd]?|ing)|ations?|ions?|ings?|ed|ers?|e?s|e|y|ies)$/;
  const stem = word => {
    const short = word.replace(ending, end => end.startsWith("iz") ? "iz" : "");
    return /^[a-z]+$/.test(word) && short.length >= 4 ? short : word;
  };

  // A word in the title of a page counts most, one in the text least; a section must have all words.
  function score(section, words) {
    let sum = 0;
    for (const word of words) {
      const [page, heading, text] = section.low.map(each => each.indexOf(word) >= 0);
      if (!page && !heading && !text) return 0;
      const often = text ? Math.min(5, section.low[2].split(word).length - 1) : 0;
      sum += (heading ? 20 : 0) + (page ? 10 : 0) + often;
    }
    return sum;
  }

  function excerpt(section, words) {
    const at = Math.max(0, ...words.map(word => section.low[2].indexOf(word)));
    const from = Math.max(0, section.text.lastIndexOf(" ", Math.max(0, at - 50)));
    return (from > 0 ? "... " : "") + section.text.slice(from, from + 150).trim();
  }

  function search() {
    const input = document.getElementById("query");
    const list = document.getElementById("hits");
    let chosen = -1;
    input.parentElement.hidden = false;

    const close = () => { list.hidden = true; chosen = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const choose = to => {
      const items = list.querySelectorAll("[role=option]");
      if (!items.length) return;
      items[chosen]?.setAttribute("aria-selected", "false");
      chosen = (to + items.length) % items.length;
      items[chosen].setAttribute("aria-selected", "true");
      items[chosen].scrollIntoView({block: "nearest"});
      input.setAttribute("aria-activedescendant", items[chosen].id);
    };
    const show = async () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean).map(stem);
      if (!words.length) return close();
      const sections = await index();
      const hits = sections.map(section => [score(section, words), section]).filter(([points]) => points > 0)
        .sort((a, b) => b[0] - a[0]).slice(0, 12);
      chosen = -1;
      list.replaceChildren(...hits.map(([, section], place) => {
        const item = document.createElement("li");
        item.id = "hit" + place;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const link = document.createElement("a");
        link.href = section.address;
        link.tabIndex = -1;
        link.textContent = section.heading === section.page ? section.page : section.page + ": " + section.heading;
        const text = document.createElement("small");
        text.textContent = excerpt(section, words);
        link.append(text);
        item.append(link);
        return item;
      }));
      if (!hits.length) {
        const item = document.createElement("li");
        item.className = "none";
        item.textContent = "Nothing found. All words must be in one section.";
        list.append(item);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    };

    input.addEventListener("focus", () => index().catch(() => {}));
    input.addEventListener("input", show);
    input.addEventListener("keydown", event => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
        event.preventDefault();
      } else if (event.key === "Enter") {
        const link = list.querySelectorAll("a")[Math.max(0, chosen)];
        if (link && !list.hidden) { location.href = link.href; close(); }
      } else if (event.key === "Escape") {
        close();
      }
    });
    document.addEventListener("click", event => { if (!input.parentElement.contains(event.target) || event.target.closest("#hits a")) close(); });
    document.addEventListener("keydown", event => {
      if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
        input.focus();
        event.preventDefault();
      }
    });
  }

  document.addEventListener("DOMContentLoaded", () => { theme(); menu(); copying(); search(); });
})();
