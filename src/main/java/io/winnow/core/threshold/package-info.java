/** Thresholds as data: how they are computed, what they decide, who changed them, and what others would have decided. */
@NullMarked
package io.winnow.core.threshold;

import org.jspecify.annotations.NullMarked;
