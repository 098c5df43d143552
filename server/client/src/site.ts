// On every page: copies texts, and offers names while one is being typed.
import { offerCopies } from "./copying.js";
import { offerFilters } from "./filtering.js";
import { offerNames } from "./naming.js";

offerCopies(document);
offerFilters(document);
offerNames(document);
