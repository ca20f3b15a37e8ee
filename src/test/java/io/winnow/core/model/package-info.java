/** Tests of the package of the same name. */
@NullMarked
package io.winnow.core.model;

import org.jspecify.annotations.NullMarked;
