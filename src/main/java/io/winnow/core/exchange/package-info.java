/** Labels and frames out to other tools and in from them: what is written, what an import would change, and its undo. */
@NullMarked
package io.winnow.core.exchange;

import org.jspecify.annotations.NullMarked;
