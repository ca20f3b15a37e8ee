/** Tests of the package of the same name. */
@NullMarked
package io.winnow.core.review;

import org.jspecify.annotations.NullMarked;
