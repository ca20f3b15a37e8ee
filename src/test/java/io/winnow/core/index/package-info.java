/** Tests of the search port, its oracle and the coreset samplers. */
@NullMarked
package io.winnow.core.index;

import org.jspecify.annotations.NullMarked;
