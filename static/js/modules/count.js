// Says how many characters a long answer has, and how many are too many. The sentences come from the page.
export const attribute = "data-count";

export function start(area) {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) return;
  const limit = Number(area.dataset.count);
  // Announced after a pause in typing, and only when there is too much: a count at every key would drown the reader.
  const spoken = document.createElement("span");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  line.after(spoken);
  let pause;

  const show = () => {
    const length = [...area.value].length;
    const over = length - limit;
    const sentence = over > 0 ? line.dataset.tooMany.replace("{n}", over) : line.dataset.soFar.replace("{n}", length);
    line.textContent = sentence;
    line.classList.toggle("field__count--over", over > 0);
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = over > 0 ? sentence : ""; }, 1000);
  };

  area.addEventListener("input", (event) => { if (!event.isComposing) show(); });
  area.addEventListener("compositionend", show);
  show();
}
