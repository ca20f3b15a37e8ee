/** Tests of the package of the same name. */
@NullMarked
package io.winnow.core.station;

import org.jspecify.annotations.NullMarked;
