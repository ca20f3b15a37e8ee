/** Tests of how the service itself is. */
@NullMarked
package io.winnow.core.health;

import org.jspecify.annotations.NullMarked;
