/** Tests of the whole: its architecture. */
@NullMarked
package io.winnow;

import org.jspecify.annotations.NullMarked;
