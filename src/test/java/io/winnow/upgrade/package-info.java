/** Data and models of earlier releases, read by this one. */
@NullMarked
package io.winnow.upgrade;

import org.jspecify.annotations.NullMarked;
