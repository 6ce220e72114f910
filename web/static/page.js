// What every page does if script is on; each of them works without.
"use strict";
const problems = document.getElementById("problems");
if (problems) problems.focus();
