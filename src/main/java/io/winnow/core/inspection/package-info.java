/** From a captured frame to a stored and published verdict. */
@NullMarked
package io.winnow.core.inspection;

import org.jspecify.annotations.NullMarked;
