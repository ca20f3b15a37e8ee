/** Hashes of passwords, with Bouncy Castle. */
@NullMarked
package io.winnow.adapter.passwords;

import org.jspecify.annotations.NullMarked;
