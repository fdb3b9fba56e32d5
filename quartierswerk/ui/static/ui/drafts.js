// Nothing typed is lost: the server keeps a draft, and while it cannot be reached (no network, signed out)
// the browser does. The copy in the browser goes as soon as the server has the text.
const PAUSE = 1500;
const PREFIX = "draft:";
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "once_key", "seen_version"]);

export function watchDrafts() {
  settleSent();
  for (const element of document.querySelectorAll("[data-draft-key]")) {
    watchDraft(element.closest("form"), element.dataset);
  }
}

// The form itself or an element inside it says where its draft is kept, and whose it is.
function watchDraft(form, draft) {
  const name = `${PREFIX}${draft.draftOwner || ""}:${draft.draftKey}`;
  let version = draft.draftVersion || "";
  const line = form.querySelector("[data-save-line]");
  let timer = 0;
  let sent = typedIn(form);
  offerCopy(form, name, line);

  form.addEventListener("input", () => {
    keepCopy(name, typedIn(form));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    keepCopy(name, typedIn(form));
    remember("sent", name);
  });
  window.addEventListener("online", save);

  async function save() {
    const typed = typedIn(form);
    if (!draft.draftUrl || typed === sent) return;
    try {
      const answer = await fetch(draft.draftUrl, {
        method: "POST",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "" },
        body: new URLSearchParams({ form: draft.draftKey, data: typed, version }),
        redirect: "error",
      });
      if (answer.status === 401 || answer.status === 403) return say(line, "signedOut");
      if (answer.status === 409) return say(line, "newer");
      if (!answer.ok) return say(line, "offline");
      const saved = await answer.json();
      version = saved.version ?? version;
      sent = typed;
      if (typedIn(form) === typed) forgetCopy(name);
      say(line, "saved", clock(saved.saved_at));
    } catch {
      say(line, "offline");
    }
  }
}

// What stands in a form, as text: {name: [values]}. Files and secrets stay out.
function typedIn(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (LEFT_OUT.has(name) || typeof value !== "string") continue;
    if (form.querySelector(`[type=password][name="${CSS.escape(name)}"]`)) continue;
    (values[name] ||= []).push(value);
  }
  return JSON.stringify(values);
}

function offerCopy(form, name, line) {
  const copy = readCopy(name);
  if (!copy || !line) return;
  if (copy.typed === typedIn(form)) {
    forgetCopy(name);
    return;
  }
  const offer = document.createElement("div");
  offer.className = "qw-notice";
  offer.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = line.dataset.found.replace("{time}", clock(copy.at));
  offer.append(text, choice(line.dataset.take, take), choice(line.dataset.drop, drop));
  form.prepend(offer);

  function take() {
    fill(form, JSON.parse(copy.typed));
    offer.remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
  function drop() {
    forgetCopy(name);
    offer.remove();
  }
}

function choice(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "qw-link-button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function fill(form, values) {
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.has(field.name) || field.type === "file" || field.type === "hidden") continue;
    const given = values[field.name] || [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = given.includes(option.value);
    } else if (given.length) field.value = given.shift();
  }
}

// After sending: a page other than the sign-in and without an error means that the text has arrived.
function settleSent() {
  const name = recall("sent");
  if (!name) return;
  remember("sent", null);
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
  const waiting = document.querySelector("input[type=password], [data-sign-in]");
  const same = [...document.querySelectorAll("[data-draft-key]")].some((one) => name.endsWith(`:${one.dataset.draftKey}`));
  if (status < 400 && !waiting && !same) forgetCopy(name);
}

function say(line, kind, time = "") {
  if (!line) return;
  line.classList.toggle("qw-save-line--wrong", kind !== "saved");
  line.textContent = line.dataset[kind].replace("{time}", time);
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

// Storage may be full or forbidden; then the server's draft has to do.
function keepCopy(name, typed) {
  try {
    localStorage.setItem(name, JSON.stringify({ typed, at: new Date().toISOString() }));
  } catch {
    return;
  }
}

function readCopy(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function forgetCopy(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    return;
  }
}

function remember(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    return;
  }
}

function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
