/** Tests of the metrics: reference data, values worked out by hand, and properties. */
@NullMarked
package io.winnow.core.evaluation;

import org.jspecify.annotations.NullMarked;
