/** Tests. */
@NullMarked
package io.winnow.adapter.identity;

import org.jspecify.annotations.NullMarked;
