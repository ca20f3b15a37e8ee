/** Speed, measured as ratios: two ways of doing the same work, timed in turns in one run. */
@NullMarked
package io.winnow.core.perf;

import org.jspecify.annotations.NullMarked;
