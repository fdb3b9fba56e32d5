// Everything here only makes pages more comfortable: each of them works without scripts.
import { watchMenus } from "./menus.js";
import { watchDialogs } from "./dialogs.js";
import { watchForms } from "./sending.js";
import { watchDrafts } from "./drafts.js";
import { watchFocus } from "./focus.js";
import { loadHtmx } from "./swapping.js";

watchMenus();
watchDialogs();
watchForms();
watchDrafts();
watchFocus();
loadHtmx();
