/** A station's pool, its model versions and the refit that makes one from the other. */
@NullMarked
package io.winnow.core.model;

import org.jspecify.annotations.NullMarked;
