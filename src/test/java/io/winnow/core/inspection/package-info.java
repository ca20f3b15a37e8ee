/** Tests of the package of the same name. */
@NullMarked
package io.winnow.core.inspection;

import org.jspecify.annotations.NullMarked;
