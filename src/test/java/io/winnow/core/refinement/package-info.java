/** Tests of the refinement strategies. */
@NullMarked
package io.winnow.core.refinement;

import org.jspecify.annotations.NullMarked;
