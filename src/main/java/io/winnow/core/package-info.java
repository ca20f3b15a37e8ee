/** What the core packages share: progress and cancellation of long work. No framework is known here. */
@NullMarked
package io.winnow.core;

import org.jspecify.annotations.NullMarked;
