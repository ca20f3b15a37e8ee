/** Tests of the package of the same name. */
@NullMarked
package io.winnow.app;

import org.jspecify.annotations.NullMarked;
