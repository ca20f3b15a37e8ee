/** What Winnow is shipped with, held against what it really is: container recipes, manifests, dashboards, alert rules, examples. */
@NullMarked
package io.winnow.shipping;

import org.jspecify.annotations.NullMarked;
