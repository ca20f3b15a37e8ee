/** Tests and measurements of the native search. */
@NullMarked
package io.winnow.adapter.faiss;

import org.jspecify.annotations.NullMarked;
