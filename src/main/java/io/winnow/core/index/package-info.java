/** Matrices of float vectors and exact or approximate nearest-neighbour search over them. */
@NullMarked
package io.winnow.core.index;

import org.jspecify.annotations.NullMarked;
