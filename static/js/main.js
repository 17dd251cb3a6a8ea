// Every behaviour improves a page that works without it. A module says what it looks for and what it does there.
import { attribute as once, start as startOnce } from "./modules/once.js";
import { attribute as count, start as startCount } from "./modules/count.js";
import { attribute as openWide, start as startOpenWide } from "./modules/open_wide.js";
import { attribute as suggest, start as startSuggest } from "./modules/suggest.js";

for (const [attribute, start] of [[once, startOnce], [count, startCount], [openWide, startOpenWide], [suggest, startSuggest]]) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) start(element);
}
