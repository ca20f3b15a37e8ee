/** Tests of the detectors. */
@NullMarked
package io.winnow.core.detector;

import org.jspecify.annotations.NullMarked;
