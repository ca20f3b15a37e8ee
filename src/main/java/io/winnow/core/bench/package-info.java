/** The study of the SROC paper, repeated: pollution of training sets, refinement, and the figures of every cell. */
@NullMarked
package io.winnow.core.bench;

import org.jspecify.annotations.NullMarked;
