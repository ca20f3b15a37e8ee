/** Copies of everything that a service keeps, made while it runs, and the way back. */
@NullMarked
package io.winnow.core.backup;

import org.jspecify.annotations.NullMarked;
