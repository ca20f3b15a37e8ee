/** Tests. */
@NullMarked
package io.winnow.core.access;

import org.jspecify.annotations.NullMarked;
