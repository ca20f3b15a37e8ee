/** Frames as they arrive and the tensors that a backbone reads. */
@NullMarked
package io.winnow.core.image;

import org.jspecify.annotations.NullMarked;
