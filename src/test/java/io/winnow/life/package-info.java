/** A model's life across core, storage and search, without the service around it. */
@NullMarked
package io.winnow.life;

import org.jspecify.annotations.NullMarked;
