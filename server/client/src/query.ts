// The query page.
import "./site.js";
