/* Small helps on top of pages that work without script. Hooks are data attributes; no inline code, no outside request (CSP). */
"use strict";
document.documentElement.classList.add("js");

/* "/" leads to the search field, or to the list's own where there is none; Escape and a click elsewhere close open menus. */
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  const search = document.getElementById("search") || document.querySelector(".query [type=search], .query select");
  if (event.key === "/" && !typing && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select?.();
  }
  if (event.key === "Escape") closeMenus(null);
});
document.addEventListener("click", (event) => closeMenus(event.target));

function closeMenus(clicked) {
  document.querySelectorAll("details.drop[open]").forEach((menu) => {
    if (clicked && menu.contains(clicked)) return;
    if (!clicked && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  });
}

/* data-autosubmit: a changed filter asks at once. data-print: a button that prints. */
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
  if (event.target.matches(".upload input[type=file]")) echoFiles(event.target);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
/* data-printed: words of a printed copy, the time added when it is printed. */
window.addEventListener("beforeprint", () => {
  const at = new Date(), two = (n) => String(n).padStart(2, "0");
  const time = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  for (const place of document.querySelectorAll("[data-printed]")) place.textContent = `${place.dataset.printed}　${time}`;
});

function echoFiles(input) {
  const list = input.closest(".upload").querySelector(".chosen-files");
  list.replaceChildren(...Array.from(input.files, (file) => {
    const line = document.createElement("li");
    const kilobytes = Math.max(1, Math.round(file.size / 1024));
    line.textContent = `${file.name}　${kilobytes < 1024 ? `${kilobytes} kB` : `${(kilobytes / 1024).toFixed(1)} MB`}`;
    return line;
  }));
}

/* data-confirm on a button or form asks first; then one submission only, unless data-again (downloads leave the page standing). */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.method === "dialog") return;
  const question = button?.dataset.confirm || form.dataset.confirm;
  if (question && !form.dataset.agreed) {
    event.preventDefault();
    ask(question, button).then((yes) => {
      if (!yes) return;
      form.dataset.agreed = "yes";
      form.requestSubmit(button);
    });
    return;
  }
  delete form.dataset.agreed;
  if (form.method !== "post" || form.hasAttribute("data-again") || button?.hasAttribute("data-again")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}));

function ask(question, button) {
  const dialog = document.getElementById("ask");
  // Later, not at once: a form does not let itself be submitted again while its submit event is under way.
  if (!dialog?.showModal) return new Promise((answer) => setTimeout(() => answer(window.confirm(question))));
  const yes = dialog.querySelector("[value=yes]");
  dialog.querySelector("#ask-text").textContent = question;
  yes.textContent = button?.textContent.trim() || yes.textContent;
  yes.className = button?.classList.contains("btn-danger-quiet") ? "btn btn-danger" : "btn btn-primary";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
}

/* data-progress-url on a block holding <progress>: asks {state, done, total, url, message} each second; leads on to url when done. */
document.querySelectorAll("[data-progress-url]").forEach(function follow(block) {
  const bar = block.querySelector("progress");
  const words = block.querySelector("[data-progress-text]");
  fetch(block.dataset.progressUrl, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then((job) => {
      if (job.total) {
        bar.max = job.total;
        bar.value = job.done;
      }
      words.textContent = job.message || (job.total ? `${job.done} / ${job.total}` : words.textContent);
      if (job.state === "done" && job.url) window.location.assign(job.url);
      else if (job.state === "failed") block.classList.add("is-failed");
      else if (job.state !== "done") window.setTimeout(follow, 1000, block);
    })
    .catch(() => window.setTimeout(follow, 5000, block));
});

/* form[data-preview-url]: what would happen, asked while the form is filled; the answer's HTML replaces #data-preview-target. */
document.querySelectorAll("form[data-preview-url]").forEach((form) => {
  const target = document.getElementById(form.dataset.previewTarget || "preview");
  let timer = null;
  let running = null;
  const refresh = () => {
    running?.abort();
    running = new AbortController();
    const values = new FormData(form);
    form.querySelectorAll("input[type=file]").forEach((file) => values.delete(file.name));
    target.setAttribute("aria-busy", "true");
    fetch(form.dataset.previewUrl, { method: "POST", body: values, signal: running.signal, headers: { "X-Preview": "1" } })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .then((html) => {
        if (html !== null) target.innerHTML = html;
        target.removeAttribute("aria-busy");
      })
      .catch((failure) => failure.name === "AbortError" || target.removeAttribute("aria-busy"));
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, 400);
  });
});

/* A wide drawing on a narrow screen opens at its present, not at its past. */
document.querySelectorAll("[data-scroll-to]").forEach((box) => {
  box.scrollLeft = box.scrollWidth * Number(box.dataset.scrollTo) - box.clientWidth / 2;
});

/* A form that came back with errors starts at their summary. */
document.querySelector(".summary[role=alert]")?.focus();

/* select[data-follow]: another group of radios follows the choice to its usual value until the officer has chosen otherwise; the hint names
   the article. Rows {value: {usual, hint}}; [data-usual] marks the usual card, [data-unless-usual] is asked for only where one departs from it. */
document.querySelectorAll("select[data-follow]").forEach((select) => {
  const rows = JSON.parse(select.dataset.follow);
  const radios = Array.from(select.form.querySelectorAll(`input[type=radio][name="${select.dataset.followTo}"]`));
  const hint = document.getElementById(`${select.id}-hint`);
  const reason = select.form.querySelector("[data-unless-usual]");
  let usual = rows[select.value]?.usual;
  const draw = () => {
    const chosen = radios.find((radio) => radio.checked)?.value;
    select.form.querySelectorAll("[data-usual]").forEach((mark) => { mark.hidden = mark.dataset.usual !== usual; });
    if (reason) reason.hidden = !chosen || !usual || chosen === usual;
  };
  select.addEventListener("input", () => {
    const chosen = radios.find((radio) => radio.checked)?.value;
    const row = rows[select.value] || {};
    if (!chosen || chosen === usual) radios.forEach((radio) => { radio.checked = radio.value === row.usual; });
    usual = row.usual;
    if (hint && row.hint) hint.textContent = row.hint;
    draw();
  });
  radios.forEach((radio) => radio.addEventListener("input", draw));
  draw();
});

/* One box ticks all boxes of its name on the page. */
document.querySelectorAll("input[data-all]").forEach((all) => {
  const boxes = Array.from(all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]`));
  all.hidden = false;
  all.addEventListener("input", () => boxes.forEach((box) => { box.checked = all.checked; }));
});

/* form[data-at-once]: the first answers stand below the field while somebody types; arrows walk them, Escape closes them. */
document.querySelectorAll("form[data-at-once]").forEach((form) => {
  const field = form.querySelector("[type=search]");
  const box = form.querySelector(".found");
  let timer = null;
  let running = null;
  const close = () => { box.hidden = true; };
  const ask = () => {
    running?.abort();
    const text = field.value.trim();
    if (text.length < 2) { close(); return; }
    running = new AbortController();
    fetch(`${form.dataset.atOnce}?q=${encodeURIComponent(text)}`, { signal: running.signal })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then((html) => {
        box.innerHTML = html;
        box.hidden = !box.childElementCount || document.activeElement !== field;
      })
      .catch(() => {});
  };
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 200);
  });
  form.addEventListener("keydown", (event) => {
    const stops = [field, ...box.querySelectorAll("a")];
    const place = stops.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); field.focus(); }
    if (box.hidden || place < 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    stops[(place + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });
});
