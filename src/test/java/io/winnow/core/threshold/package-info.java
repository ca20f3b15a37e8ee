/** Tests of thresholds. */
@NullMarked
package io.winnow.core.threshold;

import org.jspecify.annotations.NullMarked;
