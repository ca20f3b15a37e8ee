/** Cleaning a polluted training pool without labels. */
@NullMarked
package io.winnow.core.refinement;

import org.jspecify.annotations.NullMarked;
