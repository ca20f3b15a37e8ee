/** From scores and labels to figures with intervals. */
@NullMarked
package io.winnow.core.evaluation;

import org.jspecify.annotations.NullMarked;
