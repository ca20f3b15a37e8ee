/** Tests. */
@NullMarked
package io.winnow.adapter.passwords;

import org.jspecify.annotations.NullMarked;
