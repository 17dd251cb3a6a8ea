// Shows what is like the text being typed, after a pause. The button for it stays for whoever wants to ask.
export const attribute = "data-suggest";

const PAUSE = 400;
const SHORTEST = 2;

export function start(region) {
  const form = region.closest("form");
  const here = region.querySelector("[data-suggest-here]");
  const fields = region.dataset.suggestFrom.split(" ").map((name) => form.elements[name]);
  const spoken = document.createElement("span");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  here.after(spoken);
  let pause, running, last = "";

  const ask = async () => {
    const texts = fields.map((field) => field.value.normalize("NFKC").trim());
    if (texts[0].length < SHORTEST || texts.join("\n") === last) return;
    last = texts.join("\n");
    running?.abort();
    running = new AbortController();
    const sent = new FormData();
    sent.set("csrf_token", form.elements.csrf_token?.value ?? "");
    fields.forEach((field) => sent.set(field.name, field.value));
    try {
      const answer = await fetch(region.dataset.suggest, { method: "POST", body: sent, signal: running.signal });
      if (!answer.ok) return;
      here.innerHTML = await answer.text();
      spoken.textContent = here.querySelector("p")?.textContent ?? "";
    } catch (error) {
      if (error.name !== "AbortError") last = "";
    }
  };

  const later = () => { clearTimeout(pause); pause = setTimeout(ask, PAUSE); };
  for (const field of fields) {
    // While a Japanese input method composes, the text is not yet what the writer means.
    field.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    field.addEventListener("compositionend", later);
  }
}
