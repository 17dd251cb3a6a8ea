// Conditions beside a list stand open where there is room for them; on a phone the results come first.
export const attribute = "data-open-wide";

export function start(details) {
  const wide = window.matchMedia("(min-width: 64rem)");
  const follow = () => { details.open = wide.matches; };
  follow();
  wide.addEventListener("change", follow);
}
