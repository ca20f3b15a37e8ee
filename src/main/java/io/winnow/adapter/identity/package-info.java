/** Signed tokens of identity providers, with jose4j. */
@NullMarked
package io.winnow.adapter.identity;

import org.jspecify.annotations.NullMarked;
