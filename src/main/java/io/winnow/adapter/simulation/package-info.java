/** A production line that does not exist: parts, defects and an operator, all from a seed, with the truth known. */
@NullMarked
package io.winnow.adapter.simulation;

import org.jspecify.annotations.NullMarked;
